using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Tests.Migrations;

/// <summary>An engine that counts what is read of it, and fails once when told to.</summary>
internal sealed class CountingClient(IOrchestrationClient inner) : IOrchestrationClient
{
    public int Found { get; private set; }

    public OrchestrationQuery? LastQuery { get; private set; }

    public bool FailsNextFind { get; set; }

    public Task<OrchestrationInstance?> FindAsync(string instanceId, CancellationToken cancellation = default)
    {
        Found++;
        if (!FailsNextFind)
            return inner.FindAsync(instanceId, cancellation);
        FailsNextFind = false;
        throw new InvalidOperationException("The engine is away.");
    }

    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        LastQuery = query;
        return inner.QueryAsync(query, cancellation);
    }

    public Task<string> StartAsync(StartOrchestration request, CancellationToken cancellation = default) => inner.StartAsync(request, cancellation);

    public Task RaiseEventAsync(string instanceId, string name, object? payload = null, CancellationToken cancellation = default) =>
        inner.RaiseEventAsync(instanceId, name, payload, cancellation);

    public Task TerminateAsync(string instanceId, string? reason, bool recursive = false, CancellationToken cancellation = default) =>
        inner.TerminateAsync(instanceId, reason, recursive, cancellation);

    public Task SuspendAsync(string instanceId, string? reason, CancellationToken cancellation = default) => inner.SuspendAsync(instanceId, reason, cancellation);

    public Task ResumeAsync(string instanceId, string? reason, CancellationToken cancellation = default) => inner.ResumeAsync(instanceId, reason, cancellation);

    public Task<IReadOnlyList<HistoryRecord>> GetHistoryAsync(string instanceId, CancellationToken cancellation = default) => inner.GetHistoryAsync(instanceId, cancellation);

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation = default) => inner.PurgeAsync(instanceId, cancellation);

    public Task<int> PurgeAsync(OrchestrationQuery query, CancellationToken cancellation = default) => inner.PurgeAsync(query, cancellation);

    public Task<OrchestrationInstance> WaitForCompletionAsync(string instanceId, CancellationToken cancellation = default) =>
        inner.WaitForCompletionAsync(instanceId, cancellation);
}
