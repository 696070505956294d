output "alarm_names" {
  description = "The names of the alarms."
  value = concat(
    [aws_cloudwatch_metric_alarm.failures.alarm_name, aws_cloudwatch_metric_alarm.api_5xx.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.throttles : alarm.alarm_name],
  )
}

output "dashboard_name" {
  description = "The dashboard's name."
  value       = aws_cloudwatch_dashboard.counter.dashboard_name
}
