using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>Moves a large tree of files into Azure Blob Storage or Azure Files with the operator's azcopy.</summary>
/// <param name="runner">Runs azcopy; <see langword="null"/> on a host that runs no commands.</param>
/// <param name="stores">Opens targets.</param>
internal sealed class AzCopyAdapter(ICommandRunner? runner, TreeStores stores) : TreeAdapter<AzCopyRequest>(stores)
{
    /// <inheritdoc/>
    public override string Kind => "azCopy";

    /// <inheritdoc/>
    public override AdapterSettings Settings { get; } = new(typeof(AzCopySettings), typeof(AzCopySource), typeof(AzCopyTarget));

    /// <inheritdoc/>
    protected override Task<AzCopyRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        AzCopyRequest.ReadAsync(component, scope, cancellation);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<Finding>> LookAtToolAsync(AzCopyRequest request, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>((runner is null ? NoRunner() : runner.FindObstacle(request.Settings.Command)) is { } obstacle ? [obstacle] : []);

    /// <inheritdoc/>
    protected override Task CopyAsync(AzCopyRequest request, TreeLedger ledger, StepScope scope, CancellationToken cancellation) => runner is null
        ? throw new AdapterException(NoRunner().Problem, NoRunner().Subject, NoRunner().Remedy, isTransient: false)
        : new AzCopyJob(runner, request, scope).RunAsync(ledger, OpenTarget(request, scope), cancellation);

    /// <inheritdoc/>
    protected override Task EndAsync(AzCopyRequest request, StepScope scope, CancellationToken cancellation) =>
        runner is null ? Task.CompletedTask : new AzCopyJob(runner, request, scope).ForgetAsync(cancellation);

    private static Finding NoRunner() => new("azcopy", "this host runs no commands", "Use a host that does, or the kind 'storageMover'", IsBlocking: true);
}
