# Everything: two tables with point-in-time recovery, a bucket, backups every night, alarms by email.

terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 7.0"
    }
  }
}

variable "backup_bucket_name" {
  description = "Name of the bucket to make; bucket names are one for all of AWS"
  type        = string
  default     = "mfa-api-production-backups"
}

variable "lambda_jar" {
  description = "Path of ddbvault-lambda.jar"
  type        = string
  default     = "../../../../lambda/target/ddbvault-lambda.jar"
}

variable "kms_key_arn" {
  description = "ARN of a KMS key to encrypt the backups with; without it SSE-S3"
  type        = string
  default     = null
}

variable "restore_engine" {
  description = "function, or distributed_map for tables of terabytes"
  type        = string
  default     = "function"
}

locals {
  tables = ["mfa-api_production_user_global", "mfa-api_production_u2f_global"]
}

resource "aws_dynamodb_table" "this" {
  for_each                    = toset(local.tables)
  name                        = each.value
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true

  attribute {
    name = "id"
    type = "S"
  }

  # Without it DynamoDB exports nothing.
  point_in_time_recovery {
    enabled = true
  }
}

module "ddbvault" {
  source = "../.."

  app_name           = "mfa-api"
  environment        = "production"
  dynamodb_tables    = local.tables
  backup_bucket_name = var.backup_bucket_name
  lambda_jar         = var.lambda_jar

  kms_key_arn           = var.kms_key_arn
  backup_schedule       = "cron(0 2 * * ? *)"
  backup_retention_days = 90
  alarm_emails          = ["operations@example.com"]
  create_dashboard      = true
  restore_engine        = var.restore_engine
  write_report          = true

  tags = { Service = "mfa-api", Environment = "production" }
}

output "ddbvault" {
  description = "What the module made"
  value       = module.ddbvault
}
