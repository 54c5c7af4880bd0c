using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Tests.Ledger;

public sealed class InMemoryLedgerTests : MigrationLedgerContract
{
    protected override IMigrationLedger Ledger { get; } = new InMemoryLedger();
}
