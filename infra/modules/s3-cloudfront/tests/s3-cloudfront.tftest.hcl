mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::site", bucket_regional_domain_name = "site.s3.eu-central-1.amazonaws.com" }
  }
  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:distribution/D", domain_name = "d.cloudfront.net" }
  }
  mock_resource "aws_cloudfront_origin_access_control" {
    defaults = { id = "oac" }
  }
  mock_resource "aws_cloudfront_cache_policy" {
    defaults = { id = "cache" }
  }
  mock_resource "aws_cloudfront_origin_request_policy" {
    defaults = { id = "request" }
  }
  mock_resource "aws_cloudfront_response_headers_policy" {
    defaults = { id = "headers" }
  }
}

variables {
  name                = "cloud-resume-test"
  account_id          = "111122223333"
  region              = "eu-central-1"
  deletion_protection = true
  price_class         = "PriceClass_100"
  hsts                = { include_subdomains = false, preload = false }
  api_endpoint        = "https://api.execute-api.eu-central-1.amazonaws.com"
  origin_verify       = "secret"
}

run "defaults" {
  # The bucket.
  assert {
    condition     = aws_s3_bucket.site.bucket == "cloud-resume-test-111122223333-eu-central-1"
    error_message = "A bucket's name is unique in all of AWS: it has to be made of name, account and region."
  }

  assert {
    condition     = !aws_s3_bucket.site.force_destroy
    error_message = "A protected bucket must not be deleted with files in it."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.site.block_public_acls,
      aws_s3_bucket_public_access_block.site.block_public_policy,
      aws_s3_bucket_public_access_block.site.ignore_public_acls,
      aws_s3_bucket_public_access_block.site.restrict_public_buckets,
    ])
    error_message = "All public access has to be blocked."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.site.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "The bucket's owner has to own all objects, without ACLs."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.site.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "Objects have to be encrypted."
  }

  assert {
    condition     = aws_s3_bucket_versioning.site.versioning_configuration[0].status == "Enabled"
    error_message = "A release to go back to is made of versions."
  }

  assert {
    condition = (
      aws_s3_bucket_lifecycle_configuration.site.rule[0].status == "Enabled"
      && aws_s3_bucket_lifecycle_configuration.site.rule[0].noncurrent_version_expiration[0].newer_noncurrent_versions == 5
      && aws_s3_bucket_lifecycle_configuration.site.rule[0].noncurrent_version_expiration[0].noncurrent_days == 30
      && aws_s3_bucket_lifecycle_configuration.site.rule[0].expiration[0].expired_object_delete_marker
      && aws_s3_bucket_lifecycle_configuration.site.rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 1
    )
    error_message = "What a publish that was cut has left has to go, but for what five releases may be made of."
  }

  # Its policy.
  assert {
    condition = { for statement in jsondecode(aws_s3_bucket_policy.site.policy).Statement : statement.Sid => statement } == {
      Read = {
        Sid       = "Read"
        Effect    = "Allow"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::site/*"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::111122223333:distribution/D" } }
      }
      TellMissing = {
        Sid       = "TellMissing"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = "arn:aws:s3:::site"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::111122223333:distribution/D" } }
      }
      HideReleases = {
        Sid       = "HideReleases"
        Effect    = "Deny"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::site/releases/*"
        Principal = { Service = "cloudfront.amazonaws.com" }
      }
      TLSOnly = {
        Sid       = "TLSOnly"
        Effect    = "Deny"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::site", "arn:aws:s3:::site/*"]
        Principal = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }
    }
    error_message = "This distribution alone may read and list the bucket, but for the releases, and all only over TLS."
  }

  # The distribution.
  assert {
    condition     = aws_cloudfront_distribution.site.http_version == "http2and3" && aws_cloudfront_distribution.site.is_ipv6_enabled
    error_message = "HTTP/2, HTTP/3 and IPv6 have to be on."
  }

  assert {
    condition     = aws_cloudfront_distribution.site.default_root_object == "index.html"
    error_message = "The page has to be at the root."
  }

  assert {
    condition = (
      aws_cloudfront_distribution.site.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
      && aws_cloudfront_distribution.site.ordered_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    )
    error_message = "HTTP has to lead to HTTPS."
  }

  assert {
    condition = (
      aws_cloudfront_distribution.site.default_cache_behavior[0].compress
      && aws_cloudfront_cache_policy.site.parameters_in_cache_key_and_forwarded_to_origin[0].enable_accept_encoding_gzip
      && aws_cloudfront_cache_policy.site.parameters_in_cache_key_and_forwarded_to_origin[0].enable_accept_encoding_brotli
    )
    error_message = "Files have to be compressed, by gzip and Brotli."
  }

  assert {
    condition     = aws_cloudfront_distribution.site.viewer_certificate[0].cloudfront_default_certificate && length(coalesce(aws_cloudfront_distribution.site.aliases, [])) == 0
    error_message = "Without a domain the distribution has CloudFront's name and certificate."
  }

  assert {
    condition     = aws_cloudfront_distribution.site.viewer_certificate[0].minimum_protocol_version == "TLSv1"
    error_message = "On CloudFront's own name AWS fixes the minimum at TLSv1: another value is a plan that never settles."
  }

  assert {
    condition = [for response in aws_cloudfront_distribution.site.custom_error_response : response] == [{
      error_code = 404, response_code = 404, response_page_path = "/404.html", error_caching_min_ttl = 10
    }]
    error_message = "404 alone has a page: it holds for the whole distribution, and the API answers 403 and 5xx itself."
  }

  assert {
    condition     = output.url == "https://d.cloudfront.net"
    error_message = "The site's URL is not the distribution's."
  }

  # The bucket as its origin.
  assert {
    condition = [
      for origin in aws_cloudfront_distribution.site.origin : [origin.domain_name, origin.origin_access_control_id]
      if origin.origin_id == aws_cloudfront_distribution.site.default_cache_behavior[0].target_origin_id
    ] == [["site.s3.eu-central-1.amazonaws.com", "oac"]]
    error_message = "Files have to come from the bucket, by origin access control."
  }

  assert {
    condition = (
      aws_cloudfront_origin_access_control.site.origin_access_control_origin_type == "s3"
      && aws_cloudfront_origin_access_control.site.signing_behavior == "always"
      && aws_cloudfront_origin_access_control.site.signing_protocol == "sigv4"
    )
    error_message = "CloudFront has to sign each request to the bucket."
  }

  assert {
    condition = (
      aws_cloudfront_distribution.site.default_cache_behavior[0].cache_policy_id == "cache"
      && aws_cloudfront_cache_policy.site.min_ttl == 0
      && aws_cloudfront_cache_policy.site.default_ttl == 0
      && aws_cloudfront_cache_policy.site.max_ttl == 31536000
    )
    error_message = "A file's own Cache-Control has to decide, from asked for anew to a year."
  }

  assert {
    condition = alltrue([
      for key in aws_cloudfront_cache_policy.site.parameters_in_cache_key_and_forwarded_to_origin : (
        key.cookies_config[0].cookie_behavior == "none"
        && key.headers_config[0].header_behavior == "none"
        && key.query_strings_config[0].query_string_behavior == "none"
      )
    ])
    error_message = "A file is the same for everybody: nothing of the request belongs in its key."
  }

  # The API as its origin.
  assert {
    condition = [
      for origin in aws_cloudfront_distribution.site.origin :
      [origin.domain_name, origin.origin_path, origin.custom_origin_config[0].https_port]
      if origin.origin_id == aws_cloudfront_distribution.site.ordered_cache_behavior[0].target_origin_id
    ] == [["api.execute-api.eu-central-1.amazonaws.com", "", 443]]
    error_message = "By default the API has to be reached at its own endpoint."
  }

  assert {
    condition = alltrue([
      for origin in aws_cloudfront_distribution.site.origin : (
        origin.custom_origin_config[0].origin_protocol_policy == "https-only"
        && origin.custom_origin_config[0].origin_ssl_protocols == toset(["TLSv1.2"])
      ) if origin.origin_id == "api"
    ])
    error_message = "The API has to be reached by HTTPS alone: the request carries the secret."
  }

  assert {
    condition = [
      for origin in aws_cloudfront_distribution.site.origin :
      [for header in origin.custom_header : [header.name, nonsensitive(header.value)]] if origin.origin_id == "api"
    ] == [[["X-Origin-Verify", "secret"]]]
    error_message = "CloudFront has to prove itself to the API."
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.site.origin : length(origin.custom_header) == 0 if origin.origin_id == "site"])
    error_message = "The bucket must not be told the API's secret."
  }

  assert {
    condition = (
      aws_cloudfront_distribution.site.ordered_cache_behavior[0].path_pattern == "/api/*"
      && aws_cloudfront_distribution.site.ordered_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
      && aws_cloudfront_distribution.site.ordered_cache_behavior[0].origin_request_policy_id == "request"
    )
    error_message = "All of /api/ has to reach the API, uncached."
  }

  assert {
    condition     = length(aws_cloudfront_distribution.site.ordered_cache_behavior[0].allowed_methods) == 7
    error_message = "The API has to answer every method itself, those that it refuses too."
  }

  assert {
    condition = toset(aws_cloudfront_origin_request_policy.api.headers_config[0].headers[0].items) == toset([
      "CloudFront-Viewer-Address", "DNT", "Purpose", "Sec-Fetch-Site", "Sec-GPC", "Sec-Purpose", "User-Agent",
    ]) && aws_cloudfront_origin_request_policy.api.headers_config[0].header_behavior == "whitelist"
    error_message = "The API gets what the function reads, and never Host, which API Gateway refuses."
  }

  assert {
    condition = (
      aws_cloudfront_origin_request_policy.api.cookies_config[0].cookie_behavior == "none"
      && aws_cloudfront_origin_request_policy.api.query_strings_config[0].query_string_behavior == "none"
    )
    error_message = "The function reads neither cookies nor query strings."
  }

  # The headers. tests/infra holds the very values against those of the local server.
  assert {
    condition = (
      aws_cloudfront_distribution.site.default_cache_behavior[0].response_headers_policy_id == "headers"
      && aws_cloudfront_distribution.site.ordered_cache_behavior[0].response_headers_policy_id == "headers"
    )
    error_message = "Files and API have to have the security headers."
  }

  assert {
    condition = alltrue([
      for security in aws_cloudfront_response_headers_policy.site.security_headers_config : (
        security.content_security_policy[0].override
        && security.content_type_options[0].override
        && security.frame_options[0].override
        && security.referrer_policy[0].override
        && security.strict_transport_security[0].override
      )
    ])
    error_message = "No origin may weaken a security header."
  }

  assert {
    condition     = alltrue([for header in aws_cloudfront_response_headers_policy.site.custom_headers_config[0].items : header.override])
    error_message = "No origin may weaken a header of our own."
  }

  assert {
    condition = [
      for hsts in aws_cloudfront_response_headers_policy.site.security_headers_config[0].strict_transport_security :
      [hsts.access_control_max_age_sec, hsts.include_subdomains, hsts.preload]
    ] == [[63072000, false, false]]
    error_message = "By default HTTPS is for two years, and binds no other host of the domain's owner."
  }

  assert {
    condition = toset([
      for header in aws_cloudfront_response_headers_policy.site.remove_headers_config[0].items : header.header
    ]) == toset(["Server", "x-amz-server-side-encryption", "x-amz-version-id"])
    error_message = "The bucket's own headers are no reader's business."
  }
}

run "bucket_named_by_hand" {
  variables {
    bucket              = "named-by-hand"
    deletion_protection = false
  }

  assert {
    condition     = aws_s3_bucket.site.bucket == "named-by-hand"
    error_message = "A name that is set has to be taken."
  }

  assert {
    condition     = aws_s3_bucket.site.force_destroy
    error_message = "An unprotected bucket has to go with its files."
  }
}

run "api_elsewhere" {
  variables {
    api_origin = { domain = "localhost", path = "/api-path", port = 4566 }
  }

  assert {
    condition = [
      for origin in aws_cloudfront_distribution.site.origin :
      [origin.domain_name, origin.origin_path, origin.custom_origin_config[0].https_port] if origin.origin_id == "api"
    ] == [["localhost", "/api-path", 4566]]
    error_message = "Where the environment says so, the API has to be reached there."
  }

  assert {
    condition = alltrue([
      for origin in aws_cloudfront_distribution.site.origin :
      origin.custom_origin_config[0].origin_protocol_policy == "https-only" if origin.origin_id == "api"
    ])
    error_message = "The API has to be reached by HTTPS alone, wherever it is."
  }
}

run "own_domain" {
  variables {
    domain          = "resume.example.com"
    certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/c"
    hsts            = { include_subdomains = true, preload = true }
  }

  assert {
    condition     = aws_cloudfront_distribution.site.aliases == toset(["resume.example.com"]) && output.url == "https://resume.example.com"
    error_message = "The distribution has to answer to its domain."
  }

  assert {
    condition = (
      !aws_cloudfront_distribution.site.viewer_certificate[0].cloudfront_default_certificate
      && aws_cloudfront_distribution.site.viewer_certificate[0].acm_certificate_arn == "arn:aws:acm:us-east-1:111122223333:certificate/c"
      && aws_cloudfront_distribution.site.viewer_certificate[0].ssl_support_method == "sni-only"
    )
    error_message = "A domain comes with its certificate, without a dedicated address, which costs 600 dollars a month."
  }

  assert {
    condition     = aws_cloudfront_distribution.site.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "On one's own domain TLS has to be 1.2 at least."
  }

  assert {
    condition = [
      for hsts in aws_cloudfront_response_headers_policy.site.security_headers_config[0].strict_transport_security :
      [hsts.include_subdomains, hsts.preload]
    ] == [[true, true]]
    error_message = "Subdomains and preload have to follow the settings."
  }
}

run "domain_without_certificate" {
  command = plan

  variables {
    domain = "resume.example.com"
  }

  expect_failures = [var.certificate_arn]
}

run "certificate_without_domain" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/c"
  }

  expect_failures = [var.certificate_arn]
}
