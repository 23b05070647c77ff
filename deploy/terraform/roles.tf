# The two functions' roles. Each right is here because the function makes that very call, or because DynamoDB makes it with
# the function's rights; a test runs both functions and holds every call against these policies.

locals {
  trust_lambda = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  # Listing, under the prefix only. It is also what S3 asks for before it says "there is no such object" in place of
  # "access denied", and ddbvault takes neither for the other. Whether S3 then puts the object's key into s3:prefix or
  # leaves s3:prefix out, its documentation does not say; IfExists lets both pass. Its price: a list of the whole bucket
  # without a prefix passes too, which tells names of keys and no content.
  list_backups = {
    Sid       = "ListBackups"
    Effect    = "Allow"
    Action    = ["s3:ListBucket"]
    Resource  = [local.bucket_arn]
    Condition = { StringLikeIfExists = { "s3:prefix" = ["${var.exports_prefix}/*"] } }
  }

  s3_endpoint       = "s3.${local.region}.${data.aws_partition.current.dns_suffix}"
  dynamodb_endpoint = "dynamodb.${local.region}.${data.aws_partition.current.dns_suffix}"

  # For tables under a customer managed key. DynamoDB unwraps a table's key with the rights of who reads or writes the
  # table, and looks at the key before it exports.
  use_table_keys = length(var.table_kms_key_arns) == 0 ? [] : [{
    Sid       = "UseTheTablesKeys"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:DescribeKey"]
    Resource  = var.table_kms_key_arns
    Condition = { StringEquals = { "kms:ViaService" = [local.dynamodb_endpoint] } }
  }]
}

# Backup: it can read no item and no data file, and delete nothing.

locals {
  backup_statements = concat(
    [
      # To start an export, and to see that the table is there and what its key is.
      {
        Sid      = "ExportTables"
        Effect   = "Allow"
        Action   = ["dynamodb:ExportTableToPointInTime", "dynamodb:DescribeTable"]
        Resource = local.backup_table_arns
      },
      # To follow its exports to their end.
      {
        Sid      = "FollowExports"
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeExport"]
        Resource = [for arn in local.backup_table_arns : "${arn}/export/*"]
      },
      # DynamoDB writes an export with the rights of who started it: PutObject for the files, PutObjectAcl to give them to
      # the bucket's owner, AbortMultipartUpload to clean up. PutObject is the function's own too, for DATE/manifest.json.
      {
        Sid      = "WriteBackups"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"]
        Resource = ["${local.dated_arn}/*"]
      },
      # What it is about to start, so that an export is found again if the function dies before the manifest names it.
      {
        Sid      = "NoteStarts"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = ["${local.state_arn}/backups/*"]
      },
      # Its own manifests, to merge into them; and an export's summary with its checksum, without which no export is called
      # complete. Nothing below data/.
      {
        Sid    = "ReadManifests"
        Effect = "Allow"
        Action = ["s3:GetObject"]
        Resource = [
          "${local.dated_arn}/manifest.json",
          "${local.dated_arn}/*/AWSDynamoDB/*/manifest-summary.json",
          "${local.dated_arn}/*/AWSDynamoDB/*/manifest-summary.md5",
          "${local.dated_arn}/*/AWSDynamoDB/*/manifest-summary.checksum",
        ]
      },
      local.list_backups,
      # Its log; Terraform makes the log group.
      {
        Sid      = "WriteItsLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:${local.partition}:logs:${local.here}:log-group:/aws/lambda/${local.backup_name}:*"]
      },
    ],
    # For the report after a backup: what verifications, rehearsals and prunes noted, and the page itself, by parts should
    # it be large.
    var.write_report ? [
      {
        Sid    = "ReadEvidence"
        Effect = "Allow"
        Action = ["s3:GetObject"]
        Resource = [
          "${local.state_arn}/verifications/*",
          "${local.state_arn}/drills/*/result.json",
          "${local.state_arn}/prunes/*",
        ]
      },
      {
        Sid      = "WriteReport"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:AbortMultipartUpload"]
        Resource = ["${local.state_arn}/report.html"]
      },
    ] : [],
    # To encrypt what is written, and to read the manifests again. An export's writes come from DynamoDB by S3, so both are
    # named.
    var.kms_key_arn == null ? [] : [{
      Sid       = "UseTheBucketsKey"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource  = [var.kms_key_arn]
      Condition = { StringEquals = { "kms:ViaService" = [local.s3_endpoint, local.dynamodb_endpoint] } }
    }],
    local.use_table_keys,
    # Lambda puts a scheduled event that failed for good into the queue, with the function's rights.
    local.starts_function ? [{
      Sid      = "KeepWhatFailed"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [local.queue_arn]
    }] : [],
  )
}

resource "aws_iam_role" "backup" {
  name                 = "${local.name}-backup"
  description          = "What ddbvault's backup function may do"
  assume_role_policy   = local.trust_lambda
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "backup" {
  name   = "backup"
  role   = aws_iam_role.backup.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.backup_statements })

  lifecycle {
    # IAM's limit, which it would tell in the middle of an apply.
    precondition {
      condition     = length(jsonencode(local.backup_statements)) <= 10000
      error_message = "These are more tables than one role's policy can name: IAM takes 10,240 characters. Give some of them to a second module with another app_name and exports_prefix."
    }
  }
}

# Restore: it can neither delete nor alter a table, nor touch a backup. It deletes no object either: a lock is given back by
# a put.

locals {
  restore_statements = concat(
    [
      # To validate a table, to warn of a TTL, to write items and, by the same call, to delete those of a clear, whose keys
      # a scan finds.
      {
        Sid      = "WriteTables"
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:BatchWriteItem", "dynamodb:Scan"]
        Resource = local.write_table_arns
      },
      # Manifests, data files, and what an earlier run of a restore left for the next one.
      {
        Sid      = "ReadBackups"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${local.prefix_arn}/*"]
      },
      # Checkpoints, rejects and reports, some of them uploaded in parts; and the tables' locks.
      {
        Sid      = "WriteItsState"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:AbortMultipartUpload"]
        Resource = ["${local.state_arn}/restores/*", "${local.state_arn}/locks/*"]
      },
      local.list_backups,
      {
        Sid      = "WriteItsLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:${local.partition}:logs:${local.here}:log-group:/aws/lambda/${local.restore_name}:*"]
      },
    ],
    # To read the backups, and to encrypt checkpoints, rejects and locks.
    var.kms_key_arn == null ? [] : [{
      Sid       = "UseTheBucketsKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = [var.kms_key_arn]
      Condition = { StringEquals = { "kms:ViaService" = [local.s3_endpoint] } }
    }],
    local.use_table_keys,
  )
}

resource "aws_iam_role" "restore" {
  name                 = "${local.name}-restore"
  description          = "What ddbvault's restore function may do"
  assume_role_policy   = local.trust_lambda
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "restore" {
  name   = "restore"
  role   = aws_iam_role.restore.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.restore_statements })

  lifecycle {
    # IAM's limit, which it would tell in the middle of an apply.
    precondition {
      condition     = length(jsonencode(local.restore_statements)) <= 10000
      error_message = "These are more tables than one role's policy can name: IAM takes 10,240 characters. Give some of them to a second module with another app_name and exports_prefix."
    }
  }
}
