output "counts_table" {
  description = "Name and ARN of the table of counts."
  value       = { name = aws_dynamodb_table.counts.name, arn = aws_dynamodb_table.counts.arn }
}

output "keys_table" {
  description = "Name and ARN of the table of the day's secret and the visitor keys."
  value       = { name = aws_dynamodb_table.keys.name, arn = aws_dynamodb_table.keys.arn }
}
