using Orchestrator.Contracts.Ledger;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

/// <summary>The same with blobs that are full at once.</summary>
public sealed class SmallBlobLedgerContractTests(AzuriteServer server) : MigrationLedgerContract, Xunit.IClassFixture<AzuriteServer>
{
    protected override IMigrationLedger Ledger { get; } = new LedgerRig(server).Ledger(entriesPerBlob: 1);
}
