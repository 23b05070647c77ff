resource "aws_sfn_state_machine" "backup" {
  name     = "${local.name}-backup"
  role_arn = aws_iam_role.backup_machine.arn
  type     = "STANDARD"
  tags     = var.tags
  definition = templatefile("${path.module}/state-machines/backup.asl.json.tftpl", {
    function_arn = local.backup_alias_arn
  })

  # By the ARN alone Terraform does not see that it calls the alias, and with which rights.
  depends_on = [aws_lambda_alias.backup, aws_iam_role_policy.backup_machine]
}

resource "aws_sfn_state_machine" "restore" {
  name     = "${local.name}-restore"
  role_arn = aws_iam_role.restore_machine.arn
  type     = "STANDARD"
  tags     = var.tags
  # Both engines have the same name, ARN and input, so who starts a restore need not know which one it is.
  definition = templatefile("${path.module}/state-machines/${local.restore_definition}.asl.json.tftpl", {
    function_arn = local.restore_alias_arn
    bucket       = var.backup_bucket_name
    prefix       = var.exports_prefix
  })

  depends_on = [aws_lambda_alias.restore, aws_iam_role_policy.restore_machine]

  lifecycle {
    # What AWS requires of the objects that a Distributed Map reads and writes.
    precondition {
      condition     = !local.distributed || var.bucket_owner == null || var.bucket_owner == local.account
      error_message = "restore_engine is distributed_map, which needs the bucket in the state machine's own account and Region; bucket_owner is another account. Leave restore_engine at function, or copy the backup into a bucket of this account."
    }
  }
}

# A role each, so that what may be started by a schedule can never come to restore.
resource "aws_iam_role" "backup_machine" {
  name                 = "${local.name}-backup-machine"
  description          = "What the state machine of ddbvault's backups may do"
  assume_role_policy   = jsonencode(local.trust_machine[local.backup_machine_arn])
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "backup_machine" {
  name = "backup-machine"
  role = aws_iam_role.backup_machine.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # All that its states do.
      {
        Sid      = "CallTheFunction"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [local.backup_alias_arn]
      },
    ]
  })
}

resource "aws_iam_role" "restore_machine" {
  name                 = "${local.name}-restore-machine"
  description          = "What the state machine of ddbvault's restores may do"
  assume_role_policy   = jsonencode(local.trust_machine[local.restore_machine_arn])
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "restore_machine" {
  name = "restore-machine"
  role = aws_iam_role.restore_machine.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      # All that the states of the engine "function" do.
      [{
        Sid      = "CallTheFunction"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [local.restore_alias_arn]
      }],
      # A conditional would want all statements to have the same fields.
      [for statement in local.distributed_map_statements : statement if local.distributed],
    )
  })
}

locals {
  distributed        = var.restore_engine == "distributed_map"
  restore_definition = local.distributed ? "restore-distributed" : "restore"

  # Of a Distributed Map's children. Each ARN is of the shape that AWS documents for that action.
  restore_execution_arn = "arn:${local.partition}:states:${local.here}:execution:${local.name}-restore"
  map_runs_arn          = "${local.state_arn}/restores/*/map-runs/*"

  distributed_map_statements = concat(
    [
      # A child is an execution of the machine itself.
      {
        Sid      = "StartChildren"
        Effect   = "Allow"
        Action   = ["states:StartExecution"]
        Resource = [local.restore_machine_arn]
      },
      # To follow its children to their ends, and to stop the others when one has failed.
      {
        Sid      = "FollowChildren"
        Effect   = "Allow"
        Action   = ["states:DescribeExecution", "states:StopExecution"]
        Resource = ["${local.restore_execution_arn}:*"]
      },
      # When somebody redrives the execution: the children that failed, of the two Distributed Maps by their labels.
      {
        Sid      = "RedriveChildren"
        Effect   = "Allow"
        Action   = ["states:RedriveExecution"]
        Resource = ["${local.restore_execution_arn}/Clear:*", "${local.restore_execution_arn}/Write:*"]
      },
      # The export's own list of its data files, and none of these.
      {
        Sid      = "ReadListsOfDataFiles"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${local.dated_arn}/*/AWSDynamoDB/*/manifest-files.json"]
      },
      # What became of each child. It is uploaded in parts.
      {
        Sid      = "WriteResults"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"]
        Resource = [local.map_runs_arn]
      },
    ],
    # S3 decrypts the parts of an upload before it joins them.
    var.kms_key_arn == null ? [] : [{
      Sid       = "UseTheBucketsKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource  = [var.kms_key_arn]
      Condition = { StringEquals = { "kms:ViaService" = [local.s3_endpoint] } }
    }],
  )

  # A role is for its own machine only. AWS names the machine of a Distributed Map's children MACHINE/LABEL; which of the
  # two it gives as the source when a child takes the role, its documentation does not say.
  trust_machine = {
    for arn in [local.backup_machine_arn, local.restore_machine_arn] : arn => {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "states.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account }
          ArnLike      = { "aws:SourceArn" = local.distributed && arn == local.restore_machine_arn ? [arn, "${arn}/*"] : [arn] }
        }
      }]
    }
  }
}
