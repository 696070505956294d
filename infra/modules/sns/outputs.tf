output "topic_arn" {
  description = "ARN of the topic that alarms go to."
  value       = aws_sns_topic.alerts.arn
}

output "subscription_pending" {
  description = "Whether the subscription still waits for a click on the link in AWS's e-mail; no alarm arrives before."
  value       = aws_sns_topic_subscription.email.pending_confirmation
}
