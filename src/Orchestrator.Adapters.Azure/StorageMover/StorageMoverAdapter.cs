using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>Moves a tree of files into Azure Blob Storage or Azure Files with Azure Storage Mover, whose agent stands beside the source.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="stores">Opens targets.</param>
internal sealed class StorageMoverAdapter(ArmConnector connector, TreeStores stores) : TreeAdapter<StorageMoverRequest>(stores)
{
    /// <inheritdoc/>
    public override string Kind => "storageMover";

    /// <inheritdoc/>
    public override AdapterSettings Settings { get; } = new(typeof(StorageMoverSettings), typeof(StorageMoverSource), typeof(StorageMoverTarget));

    /// <inheritdoc/>
    protected override Task<StorageMoverRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        StorageMoverRequest.ReadAsync(component, scope, cancellation);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<Finding>> LookAtToolAsync(StorageMoverRequest request, StepScope scope, CancellationToken cancellation) =>
        new StorageMoverReadiness(request, connector.For(scope)).LookAsync(cancellation);

    /// <inheritdoc/>
    protected override Task CopyAsync(StorageMoverRequest request, TreeLedger ledger, StepScope scope, CancellationToken cancellation) =>
        new StorageMoverJob(request, connector.For(scope)).RunAsync(ledger.ReadSeal(), OpenTarget(request, scope), cancellation);

    /// <inheritdoc/>
    protected override Task EndAsync(StorageMoverRequest request, StepScope scope, CancellationToken cancellation) =>
        new StorageMoverJob(request, connector.For(scope)).RemoveAsync(cancellation);
}
