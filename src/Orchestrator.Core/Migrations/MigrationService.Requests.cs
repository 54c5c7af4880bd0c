using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <content>What people ask of a running migration.</content>
public sealed partial class MigrationService
{
    /// <summary>Approves or rejects at a gate; stored before the migration hears of it.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="caller">Who decides, as authentication knows them.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the decision is stored.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended.</exception>
    /// <exception cref="MigrationConflictException">It does not wait at that gate, or the evidence has changed since.</exception>
    /// <exception cref="NotAllowedException">The plan does not let this caller decide.</exception>
    public async Task DecideGateAsync(string id, string gate, GateDecision decision, Caller caller, CancellationToken cancellation = default)
    {
        var (status, input) = await GetRunningAsync(id, cancellation);
        if (status.WaitingFor is not { } waiting || waiting.Gate != gate)
            throw new MigrationConflictException($"The migration does not wait at '{gate}' now ({status.State}).", $"Look with 'orchestrator status {id}'.");
        if (decision.EvidenceHash is { } seen && seen != waiting.EvidenceHash)
            throw new MigrationConflictException("The evidence has changed since you looked at it.", $"Read it again: 'orchestrator report {id}'.");
        GateRules.RequireMayDecide(input, gate, decision, caller);

        var kind = decision.IsApproved ? RequestKind.Approve : RequestKind.Reject;
        await AskAsync(id, new(RequestId(kind, caller, $"{waiting.EvidenceHash}.{waiting.ExpiresAt:O}"), kind, caller.Name, time.GetUtcNow())
        {
            Gate = gate,
            EvidenceHash = waiting.EvidenceHash,
            Comment = decision.Comment,
        }, cancellation);
    }

    /// <summary>Decides about a held step, or about undos that keep failing.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="caller">Who decides.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the decision is stored.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended.</exception>
    /// <exception cref="MigrationConflictException">Nothing is held.</exception>
    public async Task DecideStepAsync(string id, StepDecision decision, Caller caller, CancellationToken cancellation = default)
    {
        var (status, _) = await GetRunningAsync(id, cancellation);
        if (status.State is not (MigrationState.OnHold or MigrationState.NeedsOperator))
            throw new MigrationConflictException($"No step of the migration is held now ({status.State}).", $"Look with 'orchestrator status {id}'.");
        if (status.State == MigrationState.NeedsOperator && decision.Action == StepAction.Rollback)
            throw new MigrationConflictException("The migration is rolled back already, as far as its undos work.", "Use retry or skip.");
        if (decision.Step is { } step && status.Steps.FirstOrDefault(shown => shown.Name == step)?.State is not (StepState.OnHold or StepState.UndoFailed))
            throw new MigrationConflictException($"The step '{step}' is not held.", $"Look with 'orchestrator status {id}'.");

        var kind = Enum.Parse<RequestKind>(decision.Action.ToString());
        await AskAsync(id, new(RequestId(kind, caller, $"{status.Revision}"), kind, caller.Name, time.GetUtcNow())
        {
            Step = status.State == MigrationState.OnHold ? decision.Step : null,
            Revision = status.Revision,
            Comment = decision.Comment,
        }, cancellation);
    }

    /// <summary>Stops what is being done and runs the undos.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="comment">Why.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the wish is stored.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended.</exception>
    /// <exception cref="MigrationConflictException">Users are on the target already, or undos are running.</exception>
    public async Task CancelAsync(string id, string? comment, Caller caller, CancellationToken cancellation = default)
    {
        var (status, _) = await GetRunningAsync(id, cancellation);
        if (status.State == MigrationState.CutOver)
            throw new MigrationConflictException("Users are on the target already.", $"Go back with 'orchestrator rollback {id}'.");
        if (status.State is MigrationState.RollingBack or MigrationState.NeedsOperator)
            throw new MigrationConflictException("The undos are running already.", $"Watch with 'orchestrator status {id} --watch'.");
        await AskAsync(id, new("cancel", RequestKind.Cancel, caller.Name, time.GetUtcNow()) { Comment = comment }, cancellation);
        await ledger.WriteDocumentAsync(id, StepExecution.CancelDocument, DurableJson.Write(new { by = caller.Name })!, cancellation);
        if (status.State == MigrationState.Paused)
            await client.ResumeAsync(id, "cancelled", cancellation);
    }

    /// <summary>Goes back to the source after cutover, or rolls a held step back.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="acceptLoss">Whether writes that only the target has may be left behind.</param>
    /// <param name="comment">Why.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the wish is stored; the status says whether it was refused.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended: the window is closed.</exception>
    /// <exception cref="MigrationConflictException">Users are not on the target.</exception>
    public async Task RollBackAsync(string id, bool acceptLoss, string? comment, Caller caller, CancellationToken cancellation = default)
    {
        var (status, _) = await GetRunningAsync(id, cancellation);
        if (status.State is not (MigrationState.CutOver or MigrationState.OnHold))
            throw new MigrationConflictException($"There is nothing to go back from now ({status.State}).", $"Before cutover, use 'orchestrator cancel {id}'.");
        await AskAsync(id, new(RequestId(RequestKind.Rollback, caller, acceptLoss ? $"{status.Revision}.accept-loss" : $"{status.Revision}"), RequestKind.Rollback, caller.Name, time.GetUtcNow())
        {
            AcceptLoss = acceptLoss,
            Revision = status.Revision,
            Comment = comment,
        }, cancellation);
    }

    /// <summary>Closes the fallback window.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="comment">Why.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the wish is stored.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended already.</exception>
    /// <exception cref="MigrationConflictException">The window is not open.</exception>
    public async Task FinalizeAsync(string id, string? comment, Caller caller, CancellationToken cancellation = default)
    {
        var (status, _) = await GetRunningAsync(id, cancellation);
        if (status.State != MigrationState.CutOver)
            throw new MigrationConflictException($"The fallback window is not open now ({status.State}).", $"Look with 'orchestrator status {id}'.");
        await AskAsync(id, new("finalize", RequestKind.Finalize, caller.Name, time.GetUtcNow()) { Comment = comment }, cancellation);
    }

    /// <summary>Lets nothing new begin until the migration is resumed. A step that runs goes on to its end.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="comment">Why.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the wish is stored.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended.</exception>
    /// <exception cref="MigrationConflictException">Users wait for a freeze to end, within its budget.</exception>
    public async Task PauseAsync(string id, string? comment, Caller caller, CancellationToken cancellation = default)
    {
        var (status, input) = await GetRunningAsync(id, cancellation);
        if (status.WritesFrozenSince is not null && input.Plan.IsOnline())
            throw new MigrationConflictException("Users wait for the freeze to end, and a pause would keep them waiting.", $"Wait until it is over, or give writes back: 'orchestrator cancel {id}'.");
        await RecordAsync(Entry(id, $"pause-{status.Revision}-{time.GetUtcNow():O}", caller, "paused it", comment), cancellation);
        await client.SuspendAsync(id, comment, cancellation);
    }

    /// <summary>Lets a paused migration go on.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="comment">Why.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the wish is stored.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="MigrationFinishedException">It has ended.</exception>
    /// <exception cref="MigrationConflictException">It is not paused.</exception>
    public async Task ResumeAsync(string id, string? comment, Caller caller, CancellationToken cancellation = default)
    {
        var (status, _) = await GetRunningAsync(id, cancellation);
        if (status.State != MigrationState.Paused)
            throw new MigrationConflictException($"The migration is not paused ({status.State}).", $"Look with 'orchestrator status {id}'.");
        await RecordAsync(Entry(id, $"resume-{status.Revision}-{time.GetUtcNow():O}", caller, "resumed it", comment), cancellation);
        await client.ResumeAsync(id, comment, cancellation);
    }

    private static string RequestId(RequestKind kind, Caller caller, string occasion) => $"{kind}.{caller.Name}.{occasion}";

    private LedgerEntry Entry(string id, string entryId, Caller caller, string what, string? comment) =>
        new(id, entryId, "operator", time.GetUtcNow(), caller.Name, string.IsNullOrWhiteSpace(comment) ? $"{caller.Name} {what}." : $"{caller.Name} {what}: {comment}");

    private async Task<(MigrationStatus Status, MigrationInput Input)> GetRunningAsync(string id, CancellationToken cancellation)
    {
        var instance = await client.FindAsync(id, cancellation) ?? throw new MigrationNotFoundException(id);
        var status = StatusReader.Read(instance, progress, time);
        return instance.IsFinished
            ? throw new MigrationFinishedException(id, status.State)
            : (status, instance.ReadInput<MigrationInput>()!);
    }

    private async Task AskAsync(string id, MigrationRequest request, CancellationToken cancellation)
    {
        var text = $"{request.By}: {request.Kind}{(request.Gate is null ? "" : $" '{request.Gate}'")}{Inbox.Because(request)}";
        await RecordAsync(new(id, request.Id, MigrationRequest.EntryKind, request.At, request.By, text) { DataJson = DurableJson.Write(request) }, cancellation);
        await client.RaiseEventAsync(id, MigrationRequest.WakeEvent, cancellation: cancellation);
    }
}
