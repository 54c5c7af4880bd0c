using Orchestrator.Contracts.Ledger;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

public sealed class BlobLedgerContractTests(AzuriteServer server) : MigrationLedgerContract, Xunit.IClassFixture<AzuriteServer>
{
    protected override IMigrationLedger Ledger { get; } = new LedgerRig(server).Ledger();
}
