output "ds_record" {
  description = "What to give the registrar where the zone is signed; null where it is not."
  value       = one(aws_route53_key_signing_key.zone[*].ds_record)
}
