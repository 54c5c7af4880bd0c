using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>A record set of a zone as one step works on it.</summary>
/// <param name="settings">The keys of the plan.</param>
/// <param name="arm">The step.</param>
internal sealed class AzureDnsName(AzureDnsSettings settings, ArmSession arm) : ZoneName<AzureRecordSet>(settings, arm.Connector.Time)
{
    private const string ApiVersion = "2018-05-01";
    private const string JournalName = "azureDns.json";

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "traffic"));

    private readonly string _path = ResourceIds.Of(
        settings.Subscription, settings.ResourceGroup, $"Microsoft.Network/dnsZones/{settings.Type}", settings.Zone, settings.Name);

    /// <inheritdoc/>
    protected override string Subject => $"{settings.FullName} {settings.Type} in Azure DNS";

    /// <inheritdoc/>
    protected override string Command => $"az network dns record-set {settings.Type.ToLowerInvariant()} show -g {settings.ResourceGroup} -z {settings.Zone} -n {settings.Name}";

    /// <inheritdoc/>
    protected override ZoneJournal<AzureRecordSet>? Journal
    {
        get => _files.Read<AzureDnsJournal>(JournalName) is { } kept ? new(AzureRecordSet.Of(kept.Former, "", settings.Type), kept.StaleUntil) : null;
        set => _files.Write(JournalName, new AzureDnsJournal(value!.Former.Properties, value.StaleUntil));
    }

    /// <inheritdoc/>
    public override async Task<AzureRecordSet> ReadAsync(CancellationToken cancellation) =>
        AzureRecordSet.Of(await arm.GetAsync(_path, ApiVersion, cancellation), settings.Type);

    /// <inheritdoc/>
    protected override DnsRecordSet SetOf(AzureRecordSet found) => found.Set;

    /// <inheritdoc/>
    protected override string Words(DnsRecordSet set) => $"{settings.FullName} {settings.Type} is {set}";

    /// <inheritdoc/>
    protected override AzureRecordSet With(AzureRecordSet found, DnsRecordSet set) => AzureRecordSet.Of(
        found.Set.Has(set.Values) ? found.With(set.TtlSeconds) : found.With(set.Values, set.TtlSeconds, settings.Type), "", settings.Type);

    /// <inheritdoc/>
    protected override async Task WriteAsync(AzureRecordSet current, AzureRecordSet wanted, CancellationToken cancellation)
    {
        try
        {
            await arm.PutAsync(_path, ApiVersion, new { properties = wanted.Properties }, cancellation, ArmCondition.Unchanged(current.ETag));
        }
        catch (AdapterException)
        {
            // An answer that was lost may have come after the change, and its repetition is refused for the change's sake.
            var now = await ReadAsync(cancellation);
            if (IsSame(now, wanted))
                return;
            if (now.ETag != current.ETag)
                throw Overtaken(current, now, $"Find out who (az monitor activity-log list --resource-id {_path})");
            throw;
        }
    }
}
