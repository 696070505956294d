output "bucket" {
  description = "The bucket that the site is published to."
  value       = aws_s3_bucket.site.bucket
}

output "distribution_id" {
  description = "The distribution's id."
  value       = aws_cloudfront_distribution.site.id
}

output "distribution_domain" {
  description = "The name that CloudFront gives, and its hosted zone, for alias records."
  value = {
    name    = aws_cloudfront_distribution.site.domain_name
    zone_id = aws_cloudfront_distribution.site.hosted_zone_id
  }
}

output "url" {
  description = "Where the site is."
  value       = "https://${coalesce(var.domain, aws_cloudfront_distribution.site.domain_name)}"
}
