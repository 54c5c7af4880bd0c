using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>Switches traffic by a name in a public zone of Azure DNS.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
internal sealed class AzureDnsTrafficAdapter(ArmConnector connector) : ZoneTrafficAdapter<AzureDnsSettings, AzureRecordSet>
{
    /// <inheritdoc/>
    public override string Kind => "azureDns";

    /// <inheritdoc/>
    protected override ZoneName<AzureRecordSet> Open(AzureDnsSettings settings, StepScope scope) => new AzureDnsName(settings, connector.For(scope));

    /// <inheritdoc/>
    protected override async Task<string> LookAsUsersAsync(AzureDnsSettings settings, Side side, string? staleUntil, StepScope scope, CancellationToken cancellation)
    {
        var seen = await NameConfirmation.ConfirmAsync(settings, side, staleUntil, cancellation);
        return settings.Address is { } address ? $"{seen}. {await Users.ConfirmAsync(address, side, scope, cancellation)}" : seen;
    }
}
