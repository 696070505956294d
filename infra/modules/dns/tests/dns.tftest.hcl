mock_provider "aws" {
  mock_data "aws_route53_zone" {
    defaults = { zone_id = "Z" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/k" }
  }
  mock_resource "aws_route53_key_signing_key" {
    defaults = { ds_record = "12345 13 2 ABCDEF" }
  }
}

variables {
  name                = "cloud-resume-test"
  domain              = "resume.example.com"
  zone                = "example.com"
  account_id          = "111122223333"
  distribution_domain = { name = "d.cloudfront.net", zone_id = "Z2FDTNDATAQYW2" }
  dnssec              = false
}

run "records" {
  assert {
    condition     = toset(keys(aws_route53_record.site)) == toset(["A", "AAAA"]) && alltrue([for type, record in aws_route53_record.site : record.type == type])
    error_message = "The site has to be found by IPv4 and by IPv6."
  }

  assert {
    condition = alltrue([
      for record in aws_route53_record.site : (
        record.zone_id == "Z"
        && record.name == "resume.example.com"
        && record.alias[0].name == "d.cloudfront.net"
        && record.alias[0].zone_id == "Z2FDTNDATAQYW2"
      )
    ])
    error_message = "The domain has to lead to the distribution, by an alias, which costs nothing and works at a zone's apex."
  }

  assert {
    condition     = length(aws_route53_hosted_zone_dnssec.zone) == 0 && length(aws_kms_key.dnssec) == 0 && output.ds_record == null
    error_message = "Signing costs a dollar a month and wants a record at the registrar: off by default."
  }
}

run "signed" {
  variables {
    dnssec = true
  }

  assert {
    condition     = aws_kms_key.dnssec[0].customer_master_key_spec == "ECC_NIST_P256" && aws_kms_key.dnssec[0].key_usage == "SIGN_VERIFY"
    error_message = "Route 53 takes no other key."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.dnssec[0].policy).Statement :
      [statement.Principal, statement.Action, try(statement.Condition, {})]
      ] == [
      [{ AWS = "arn:aws:iam::111122223333:root" }, "kms:*", {}],
      [
        { Service = "dnssec-route53.amazonaws.com" },
        ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
        { StringEquals = { "aws:SourceAccount" = "111122223333" } },
      ],
      [
        { Service = "dnssec-route53.amazonaws.com" },
        "kms:CreateGrant",
        { StringEquals = { "aws:SourceAccount" = "111122223333" }, Bool = { "kms:GrantIsForAWSResource" = "true" } },
      ],
    ]
    error_message = "Route 53 may sign for this account with the key, and nobody else outside it."
  }

  assert {
    condition = (
      aws_route53_key_signing_key.zone[0].hosted_zone_id == "Z"
      && aws_route53_key_signing_key.zone[0].key_management_service_arn == "arn:aws:kms:us-east-1:111122223333:key/k"
      && aws_route53_hosted_zone_dnssec.zone[0].hosted_zone_id == "Z"
    )
    error_message = "The zone has to be signed with the key."
  }

  assert {
    condition     = aws_route53_key_signing_key.zone[0].name == "cloud_resume_test"
    error_message = "Environments that share a zone need names of their own for their keys."
  }

  assert {
    condition     = output.ds_record == "12345 13 2 ABCDEF"
    error_message = "The registrar's record has to be among the outputs."
  }
}

run "no_domain" {
  command = plan

  variables {
    domain = null
    zone   = null
  }

  assert {
    condition     = length(aws_route53_record.site) == 0 && length(data.aws_route53_zone.zone) == 0
    error_message = "Without a domain nothing may be left of an earlier one."
  }
}
