output "api_id" {
  description = "The API's id, the metrics' ApiId."
  value       = aws_apigatewayv2_api.counter.id
}

output "api_endpoint" {
  description = "The API's own URL; it answers 403 to whoever is not CloudFront."
  value       = aws_apigatewayv2_api.counter.api_endpoint
}

output "function_name" {
  description = "The function's name."
  value       = aws_lambda_function.counter.function_name
}

output "function_version" {
  description = "The published version behind the alias."
  value       = aws_lambda_function.counter.version
}

output "function_alias" {
  description = "The alias that the API calls."
  value       = aws_lambda_alias.live.name
}

output "shards" {
  description = "Over how many items a number is spread; who reads the counts has to know."
  value       = var.shards
}

output "origin_verify" {
  description = "What CloudFront sends to prove itself."
  value       = terraform_data.origin_verify[local.generations.current].triggers_replace
  sensitive   = true
}
