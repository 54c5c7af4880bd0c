using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>A name of a zone as one step works on it.</summary>
/// <param name="settings">The keys of the plan.</param>
/// <param name="update">Changes it.</param>
/// <param name="scope">The step.</param>
/// <param name="time">The clock.</param>
internal sealed partial class DnsName(DnsTrafficSettings settings, DnsUpdate update, StepScope scope, TimeProvider time)
{
    private string Subject => $"{settings.Name} {settings.Type} at name server {settings.Server}";

    private DnsJournal? Journal => DnsJournal.Read(scope.WorkFolder);

    private int ShortTtl => (int)settings.Ttl.TotalSeconds;

    /// <summary>Refuses values that are none of the type.</summary>
    /// <exception cref="AdapterException">One is none.</exception>
    public void Check()
    {
        var wrong = settings.Source.Concat(settings.Target).FirstOrDefault(value => !IsValue(value));
        if (wrong is not null || (settings.Type == "CNAME" && settings.Source.Count + settings.Target.Count != 2))
            throw new AdapterException(
                wrong is null ? "a CNAME stands for one name" : $"'{wrong}' is no value of the type {settings.Type}", Subject,
                "Correct traffic.source and traffic.target in the plan", isTransient: false);
        var (name, zone) = (settings.Name.TrimEnd('.'), settings.Zone.TrimEnd('.'));
        if (!name.Equals(zone, StringComparison.OrdinalIgnoreCase) && !name.EndsWith($".{zone}", StringComparison.OrdinalIgnoreCase))
            throw new AdapterException($"it is not inside of the zone {zone}", Subject, "Write the whole name into traffic.name", isTransient: false);
    }

    /// <summary>Reads what is in force at the zone's own server.</summary>
    /// <exception cref="AdapterException">There is no such record set, or the server does not answer.</exception>
    public async Task<DnsRecordSet> ReadAsync(CancellationToken cancellation) =>
        await DnsQuestion.AskAsync(settings.Server, settings.Name, settings.Type, cancellation) ?? throw new AdapterException(
            "there is no such record set", Subject, "Correct traffic.name and traffic.type in the plan; a name that nobody uses yet is made by hand", isTransient: false);

    /// <summary>Which side a record set leads to.</summary>
    /// <exception cref="AdapterException">Neither.</exception>
    public Side SideOf(DnsRecordSet current) => current.Has(settings.Target) ? Side.Target
        : current.Has(settings.Source) || (Journal is { } journal && current.Has(journal.Former.Values)) ? Side.Source
        : throw Foreign(current);

    /// <summary>Sends users to the target.</summary>
    public async Task ToTargetAsync(CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        if (SideOf(current) == Side.Source)
            await ReplaceAsync(current, new(settings.Target, ShortTtl), cancellation);
    }

    /// <summary>Sends users to the source, by exactly the record set that was found.</summary>
    /// <param name="isPrepared">Whether a short time in caches is kept, because a cutover is near.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ToSourceAsync(bool isPrepared, CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        var former = Journal?.Former;
        if (SideOf(current) == Side.Target)
            await ReplaceAsync(current, former ?? new(settings.Source, ShortTtl), cancellation);
        else if (!isPrepared && former is not null && former.TtlSeconds != current.TtlSeconds)
            await ReplaceAsync(current, former, cancellation);
    }

    /// <summary>Shortens how long the name is cached.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        if (SideOf(current) == Side.Source && current.TtlSeconds > ShortTtl)
            await ReplaceAsync(current, current with { TtlSeconds = ShortTtl }, cancellation);
    }

    /// <summary>Lets the name be cached as long as before. What somebody else has changed is left to them.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (Journal is not { Former: var former } || await ReadAsync(cancellation) is not { } current || current.TtlSeconds == former.TtlSeconds)
            return;
        if (current.Has(settings.Target) || current.Has(former.Values))
            await ReplaceAsync(current, current with { TtlSeconds = former.TtlSeconds }, cancellation);
    }

    /// <summary>Says what is in force, and until when caches may hold what was before.</summary>
    public string Describe(DnsRecordSet current)
    {
        var seen = $"{settings.Name} {settings.Type} is {current} at {settings.Server}";
        return Journal is { } journal && journal.StaleUntil > time.GetUtcNow()
            ? $"{seen}; caches may hold the former answer until {journal.StaleUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
            : seen;
    }

    /// <summary>Says that what is in force is not what should be.</summary>
    public AdapterException Unexpected(DnsRecordSet current, Side side) => new(
        $"it is {current}, but {string.Join(", ", settings.Of(side))} was expected", Subject, $"See what it is: {Command}", isTransient: true);

    // What was found, and how long it may be cached, is on the disk before anything changes.
    private async Task ReplaceAsync(DnsRecordSet current, DnsRecordSet wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var stale = time.GetUtcNow() + TimeSpan.FromSeconds(current.TtlSeconds);
        var journal = Journal ?? new DnsJournal(current, stale);
        (journal with { StaleUntil = stale > journal.StaleUntil ? stale : journal.StaleUntil }).Write(scope.WorkFolder);
        if (await update.TryReplaceAsync(settings, current, wanted, scope, cancellation))
            return;
        // An answer that was lost may have come after the change.
        var now = await ReadAsync(cancellation);
        if (!now.Has(wanted.Values) || now.TtlSeconds != wanted.TtlSeconds)
            throw new AdapterException($"somebody else changed it meanwhile: it was {current} and is {now}", Subject, $"Find out who, then retry: {Command}", isTransient: false);
    }

    private AdapterException Foreign(DnsRecordSet current) => new(
        $"it is {current}, which is neither the source's {string.Join(", ", settings.Source)} nor the target's {string.Join(", ", settings.Target)}", Subject,
        $"Somebody else changed it: bring it back or correct the plan, then retry; see what it is: {Command}", isTransient: false);

    private string Command => $"dig +tcp @{DnsQuestion.HostOf(settings.Server)} -p {DnsQuestion.PortOf(settings.Server)} {settings.Name} {settings.Type}";

    private bool IsValue(string value) => settings.Type switch
    {
        "A" => IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetwork && value.Count(letter => letter == '.') == 3,
        "AAAA" => IPAddress.TryParse(value, out var address) && address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: 0 } && !value.Contains('['),
        _ => HostName().IsMatch(value),
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?\z")]
    private static partial Regex HostName();
}
