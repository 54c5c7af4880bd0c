using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>A record set of a zone as one step works on it.</summary>
/// <param name="settings">The keys of the plan.</param>
/// <param name="arm">The step.</param>
internal sealed class AzureDnsName(AzureDnsSettings settings, ArmSession arm)
{
    private const string ApiVersion = "2018-05-01";
    private const string JournalName = "azureDns.json";

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "traffic"));

    private readonly string _path = ResourceIds.Of(
        settings.Subscription, settings.ResourceGroup, $"Microsoft.Network/dnsZones/{settings.Type}", settings.Zone, settings.Name);

    private string Subject => $"{settings.FullName} {settings.Type} in Azure DNS";

    private int ShortTtl => (int)settings.Ttl.TotalSeconds;

    private string Command => $"az network dns record-set {settings.Type.ToLowerInvariant()} show -g {settings.ResourceGroup} -z {settings.Zone} -n {settings.Name}";

    private AzureDnsJournal? Journal => _files.Read<AzureDnsJournal>(JournalName);

    private AzureRecordSet? Former => Journal is { } journal ? AzureRecordSet.Of(journal.Former, "", settings.Type) : null;

    /// <summary>Reads what is in force.</summary>
    /// <exception cref="AdapterException">There is no such record set.</exception>
    public async Task<AzureRecordSet> ReadAsync(CancellationToken cancellation) =>
        AzureRecordSet.Of(await arm.GetAsync(_path, ApiVersion, cancellation), settings.Type);

    /// <summary>Which side a record set leads to.</summary>
    /// <exception cref="AdapterException">Neither.</exception>
    public Side SideOf(AzureRecordSet current) => current.Set.Has(settings.Target) ? Side.Target
        : current.Set.Has(settings.Source) || (Former is { } former && current.Set.Has(former.Set.Values)) ? Side.Source
        : throw new AdapterException(
            $"it is {current.Set}, which is neither the source's {string.Join(", ", settings.Source)} nor the target's {string.Join(", ", settings.Target)}", Subject,
            $"Somebody else changed it: bring it back or correct the plan, then retry; see what it is: {Command}", isTransient: false);

    /// <summary>Sends users to the target.</summary>
    public async Task ToTargetAsync(CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        if (SideOf(current) == Side.Source)
            await ReplaceAsync(current, current.With(settings.Target, ShortTtl, settings.Type), cancellation);
    }

    /// <summary>Sends users to the source, by exactly the record set that was found.</summary>
    /// <param name="isPrepared">Whether a short time in caches is kept, because a cutover is near.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ToSourceAsync(bool isPrepared, CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        var former = Former;
        if (SideOf(current) == Side.Target)
            await ReplaceAsync(current, former?.Properties ?? current.With(settings.Source, ShortTtl, settings.Type), cancellation);
        else if (!isPrepared && former is not null && former.Set.TtlSeconds != current.Set.TtlSeconds)
            await ReplaceAsync(current, former.Properties, cancellation);
    }

    /// <summary>Shortens how long the name is cached.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        if (SideOf(current) == Side.Source && current.Set.TtlSeconds > ShortTtl)
            await ReplaceAsync(current, current.With(ShortTtl), cancellation);
    }

    /// <summary>Lets the name be cached as long as before. What somebody else has changed is left to them.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (Former is not { Set: var former } || await ReadAsync(cancellation) is not { } current || current.Set.TtlSeconds == former.TtlSeconds)
            return;
        if (current.Set.Has(settings.Target) || current.Set.Has(former.Values))
            await ReplaceAsync(current, current.With(former.TtlSeconds), cancellation);
    }

    /// <summary>Says what is in force, and until when caches may hold what was before.</summary>
    public string Describe(AzureRecordSet current)
    {
        var seen = $"{settings.FullName} {settings.Type} is {current.Set}";
        return StaleUntil is { } until ? $"{seen}; caches may hold the former answer until {until}" : seen;
    }

    /// <summary>Until when caches may hold what was before.</summary>
    public string? StaleUntil => Journal is { } journal && journal.StaleUntil > arm.Connector.Time.GetUtcNow()
        ? $"{journal.StaleUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
        : null;

    /// <summary>Says that what is in force is not what should be.</summary>
    public AdapterException Unexpected(AzureRecordSet current, Side side) => new(
        $"it is {current.Set}, but {string.Join(", ", settings.Of(side))} was expected", Subject, $"See what it is: {Command}", isTransient: true);

    // What was found, and how long it may be cached, is on the disk before anything changes.
    private async Task ReplaceAsync(AzureRecordSet current, JsonElement wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var stale = arm.Connector.Time.GetUtcNow() + TimeSpan.FromSeconds(current.Set.TtlSeconds);
        var journal = Journal ?? new AzureDnsJournal(current.Properties, stale);
        _files.Write(JournalName, journal with { StaleUntil = stale > journal.StaleUntil ? stale : journal.StaleUntil });
        try
        {
            await arm.PutAsync(_path, ApiVersion, new { properties = wanted }, cancellation, ArmCondition.Unchanged(current.ETag));
        }
        catch (AdapterException)
        {
            if (!await IsDoneAsync(current, AzureRecordSet.Of(wanted, "", settings.Type).Set, cancellation))
                throw;
        }
    }

    // An answer that was lost may have come after the change, and its repetition is refused for the change's sake.
    private async Task<bool> IsDoneAsync(AzureRecordSet before, DnsRecordSet wanted, CancellationToken cancellation)
    {
        var now = await ReadAsync(cancellation);
        if (now.Set.Has(wanted.Values) && now.Set.TtlSeconds == wanted.TtlSeconds)
            return true;
        return now.ETag == before.ETag ? false : throw new AdapterException(
            $"somebody else changed it meanwhile: it was {before.Set} and is {now.Set}", Subject, $"Find out who (az monitor activity-log list --resource-id {_path}), then retry: {Command}", isTransient: false);
    }
}
