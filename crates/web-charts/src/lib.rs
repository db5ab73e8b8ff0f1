//! web-charts
