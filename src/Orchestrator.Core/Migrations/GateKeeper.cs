using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>Waits at a gate until enough different people approved the same evidence.</summary>
internal sealed class GateKeeper(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox)
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    /// <summary>Waits at a gate.</summary>
    /// <exception cref="RollbackException">Somebody rejected or cancelled, or nobody decided in time.</exception>
    public Task PassAsync(string name, ApprovalGate gate) => TryPassAsync(name, gate, moreEvidence: "", changed: Never);

    /// <summary>Waits at a gate for as long as the evidence stays as it is.</summary>
    /// <param name="name">The gate.</param>
    /// <param name="gate">What the plan asks for.</param>
    /// <param name="moreEvidence">Evidence that can change, beside that of the steps.</param>
    /// <param name="changed">Completes when it has changed: approvals of it are void then.</param>
    /// <returns>Whether enough people approved; <see langword="false"/> when the evidence changed before.</returns>
    /// <exception cref="RollbackException">Somebody rejected or cancelled, or nobody decided in time.</exception>
    public async Task<bool> TryPassAsync(string name, ApprovalGate gate, string moreEvidence, Task changed)
    {
        await inbox.ThrowIfCancelledAsync();
        var expiresAt = context.CurrentUtc + gate.ExpiresAfter;
        var waiting = new WaitingFor(name, gate.Required, [], EvidenceHash(name, moreEvidence), expiresAt);
        Show(waiting);
        await RemindAsync(waiting);
        for (var remindAt = context.CurrentUtc + gate.RemindEvery; waiting.ApprovedBy.Count < gate.Required && !changed.IsCompleted;)
        {
            var request = await inbox.NextAsync(expiresAt < remindAt && gate.OnExpiry == ExpiryPolicy.Rollback ? expiresAt : remindAt, changed);
            if (request is not null)
            {
                waiting = Count(waiting, gate, request);
            }
            else if (!changed.IsCompleted)
            {
                ThrowIfExpired(name, gate, expiresAt);
                remindAt = context.CurrentUtc + gate.RemindEvery;
                await RemindAsync(waiting);
            }
        }

        board.Publish(status => status with { State = MigrationState.Running, WaitingFor = null });
        return waiting.ApprovedBy.Count >= gate.Required;
    }

    private WaitingFor Count(WaitingFor waiting, ApprovalGate gate, MigrationRequest request)
    {
        if (request.Kind == RequestKind.Cancel)
            throw new RollbackException($"{request.By} cancelled it{Inbox.Because(request)}.");
        if (request.Gate != waiting.Gate || request.EvidenceHash != waiting.EvidenceHash)
            return waiting;
        if (request.Kind == RequestKind.Reject)
            throw new RollbackException($"{request.By} rejected '{waiting.Gate}'{Inbox.Because(request)}.");
        if (request.Kind != RequestKind.Approve || waiting.ApprovedBy.Contains(request.By) || (gate.NotByStarter && request.By == input.StartedBy))
            return waiting;

        waiting = waiting with { ApprovedBy = [.. waiting.ApprovedBy, request.By] };
        Show(waiting);
        return waiting;
    }

    private void ThrowIfExpired(string name, ApprovalGate gate, DateTimeOffset expiresAt)
    {
        if (gate.OnExpiry == ExpiryPolicy.Rollback && context.CurrentUtc >= expiresAt)
            throw new RollbackException($"Nobody decided '{name}' within {gate.ExpiresAfter}.");
    }

    private void Show(WaitingFor waiting) => board.Publish(status => status with
    {
        State = MigrationState.WaitingForApproval,
        Phase = $"Wait for approval '{waiting.Gate}'",
        WaitingFor = waiting,
        Next = $"Approve or reject: 'orchestrator approve {status.Id} {waiting.Gate}'.",
    });

    private Task<bool> RemindAsync(WaitingFor waiting) => context.NotifyAsync(
        input,
        NotificationEvent.ApprovalNeeded,
        $"'{waiting.Gate}' of {input.Plan.Name} needs {waiting.Required - waiting.ApprovedBy.Count} more approval(s) until {waiting.ExpiresAt:u}.",
        waiting.Gate);

    // What an approver signs: the plan, the gate, and the evidence of every step so far.
    private string EvidenceHash(string gate, string more)
    {
        var signed = string.Join('\n', [gate, DurableJson.Write(input.Plan)!, .. board.Evidence, more]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed)));
    }
}
