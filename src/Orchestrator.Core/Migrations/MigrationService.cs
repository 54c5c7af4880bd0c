using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// What callers can do with migrations; both hosts' HTTP handlers call this and nothing else. Who may call what is
/// checked before, by role; what fits the state of a migration is checked here.
/// </summary>
/// <param name="client">The engine.</param>
/// <param name="ledger">Where requests are stored before the migration hears of them.</param>
/// <param name="progress">Progress of running steps.</param>
/// <param name="time">The clock.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed partial class MigrationService(
    IOrchestrationClient client, IMigrationLedger ledger, IProgressBoard progress, TimeProvider time) : IDisposable
{
    private const string ClaimedAt = "claimed-at";

    private readonly SemaphoreSlim _starts = new(1);

    /// <summary>How steps and undos of new migrations are tried again.</summary>
    /// <value>The defaults of <see cref="MigrationInput"/> when <see langword="null"/>, the default.</value>
    public (RetryPolicy Step, RetryPolicy Undo)? Retry { get; init; }

    /// <summary>How long a claim on a workload is believed whose migration cannot be seen yet: another instance may be about to start it.</summary>
    /// <value>None by default, which is right where one process starts all migrations.</value>
    public TimeSpan ClaimPatience { get; init; }

    /// <summary>Starts a migration; durable when the task completes.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="caller">Who starts it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The migration.</returns>
    /// <exception cref="MigrationConflictException">The workload is being migrated already, the key was used with another plan, or this version has no such strategy.</exception>
    public async Task<StartedMigration> StartAsync(StartMigration request, Caller caller, CancellationToken cancellation = default)
    {
        var flow = MigrationFlows.NameFor(request.Plan);
        var input = CreateInput(request, caller);
        var id = MigrationIds.Create(request.Plan.Name, request.IdempotencyKey, time);
        using var turn = await OneStartAtATimeAsync(cancellation);
        if (await client.FindAsync(id, cancellation) is { } existing)
            return Repeat(existing, input);

        await ClaimAsync(request.Plan.Name, id, cancellation);
        await RecordAsync(new(id, "started", "started", time.GetUtcNow(), caller.Name, $"{caller.Name} started {(request.Rehearsal ? "a rehearsal" : "the migration")} of {request.Plan.Name}."), cancellation);
        try
        {
            await client.StartAsync(new(flow, input) { InstanceId = id }, cancellation);
            return new(id, IsNew: true);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return Repeat((await client.FindAsync(id, cancellation))!, input);
        }
    }

    /// <summary>Reads a migration.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Its status, or <see langword="null"/> when there is none of that id.</returns>
    public async Task<MigrationStatus?> FindAsync(string id, CancellationToken cancellation = default)
    {
        if (await client.FindAsync(id, cancellation) is { } instance)
            return await WithSyncAsync(StatusReader.Read(instance, progress, time), cancellation);
        return DurableJson.Read<MigrationStatus>(await ledger.ReadDocumentAsync(id, MigrationDocuments.Status, cancellation));
    }

    /// <summary>Lists migrations, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>One page.</returns>
    public async Task<MigrationPage> ListAsync(MigrationQuery query, CancellationToken cancellation = default)
    {
        var page = await client.QueryAsync(
            new()
            {
                Names = MigrationFlows.Names,
                InstanceIdPrefix = query.Workload is null ? null : $"{query.Workload}-",
                PageSize = query.Top,
                ContinuationToken = query.ContinuationToken,
            },
            cancellation);
        var all = page.Instances.Select(instance => StatusReader.Read(instance, progress, time));
        return new([.. all.Where(status => Matches(status, query))], page.ContinuationToken);
    }

    /// <summary>Reads the audit trail of a migration and verifies its chain.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The entries, oldest first.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    /// <exception cref="LedgerTamperedException">The trail was changed after it was written.</exception>
    public async Task<IReadOnlyList<LedgerEntry>> GetAuditAsync(string id, CancellationToken cancellation = default)
    {
        await GetAsync(id, cancellation);
        return await ledger.ReadAsync(id, cancellation);
    }

    // Between a claim and the start of its migration the claim looks stale; nobody in this process may look then.
    private async Task<IDisposable> OneStartAtATimeAsync(CancellationToken cancellation)
    {
        await _starts.WaitAsync(cancellation);
        return new Turn(_starts);
    }

    /// <inheritdoc/>
    public void Dispose() => _starts.Dispose();

    private static bool Matches(MigrationStatus status, MigrationQuery query) =>
        (query.Workload is null || status.Workload == query.Workload) && (query.State is null || status.State == query.State);

    private MigrationInput CreateInput(StartMigration request, Caller caller)
    {
        var input = new MigrationInput(request.Plan, caller.Name, request.Rehearsal);
        input = Retry is { } retry ? input with { StepRetry = retry.Step, UndoRetry = retry.Undo } : input;
        return input with { RequestHash = MigrationIds.Hash(DurableJson.Write(request)!) };
    }

    private static StartedMigration Repeat(OrchestrationInstance existing, MigrationInput input) =>
        existing.ReadInput<MigrationInput>()?.RequestHash == input.RequestHash
            ? new(existing.InstanceId, IsNew: false)
            : throw new MigrationConflictException(
                $"The idempotency key was used for another plan by '{existing.InstanceId}'.", "Use a new key for a new plan.");

    // A claim whose migration never started or has ended is stale: its server died between claim and start, or before the release.
    private async Task ClaimAsync(string workload, string id, CancellationToken cancellation)
    {
        var key = MigrationDocuments.Workload(workload);
        if (ClaimPatience > TimeSpan.Zero)
            await ledger.WriteDocumentAsync(id, ClaimedAt, DurableJson.Write(time.GetUtcNow())!, cancellation);
        var owner = await ledger.ClaimAsync(key, id, cancellation: cancellation);
        if (owner != id && await IsGoneAsync(owner, cancellation))
            owner = await ledger.ClaimAsync(key, id, insteadOf: owner, cancellation);
        if (owner != id)
            throw new MigrationConflictException($"The workload '{workload}' is being migrated by '{owner}'.", $"Wait for it, finalize or cancel it: 'orchestrator status {owner}'.");
    }

    private async Task<bool> IsGoneAsync(string id, CancellationToken cancellation) =>
        await client.FindAsync(id, cancellation) is not { } found ? !await IsFreshAsync(id, cancellation) : found.IsFinished;

    private async Task<bool> IsFreshAsync(string id, CancellationToken cancellation) => ClaimPatience > TimeSpan.Zero
        && DurableJson.Read<DateTimeOffset?>(await ledger.ReadDocumentAsync(id, ClaimedAt, cancellation)) is { } at && time.GetUtcNow() - at < ClaimPatience;

    private async Task<MigrationStatus> GetAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) ?? throw new MigrationNotFoundException(id);

    private async Task<MigrationStatus> WithSyncAsync(MigrationStatus status, CancellationToken cancellation) =>
        status.Strategy == MigrationStrategy.Online && !MigrationTransitions.IsFinal(status.State) && await SyncReader.ReadAsync(ledger, status.Id, cancellation) is { } report
            ? status with { Sync = report, LagBytes = report.LagBytes }
            : status;

    private Task<bool> RecordAsync(LedgerEntry entry, CancellationToken cancellation) => ledger.AppendAsync(entry, cancellation);

    private sealed class Turn(SemaphoreSlim starts) : IDisposable
    {
        public void Dispose() => starts.Release();
    }
}
