output "certificate_arn" {
  description = "ARN of the certificate, once it is valid; null without a domain."
  value       = one(aws_acm_certificate_validation.site[*].certificate_arn)
}
