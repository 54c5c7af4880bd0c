using System.Globalization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>A name of a zone as one step works on it: what was found is kept before the first change, and restored exactly.</summary>
/// <typeparam name="TFound">A record set as the zone has it.</typeparam>
/// <param name="settings">The keys of the plan.</param>
/// <param name="time">The clock.</param>
internal abstract class ZoneName<TFound>(IZoneSettings settings, TimeProvider time)
    where TFound : class
{
    /// <summary>Until when caches may hold what was before.</summary>
    public string? StaleUntil => Journal is { } journal && journal.StaleUntil > time.GetUtcNow()
        ? $"{journal.StaleUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
        : null;

    /// <summary>The name, for people.</summary>
    protected abstract string Subject { get; }

    /// <summary>How a person looks at it.</summary>
    protected abstract string Command { get; }

    /// <summary>What was kept; written whole, and on the disk before anything is changed.</summary>
    protected abstract ZoneJournal<TFound>? Journal { get; set; }

    private int ShortTtl => (int)settings.Ttl.TotalSeconds;

    /// <summary>Reads what is in force.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The record set.</returns>
    /// <exception cref="AdapterException">There is no such record set, or nobody answers.</exception>
    public abstract Task<TFound> ReadAsync(CancellationToken cancellation);

    /// <summary>Which side a record set leads to.</summary>
    /// <param name="current">The record set.</param>
    /// <returns>The side.</returns>
    /// <exception cref="AdapterException">Neither.</exception>
    public Side SideOf(TFound current) => SetOf(current).Has(settings.Target) ? Side.Target
        : SetOf(current).Has(settings.Source) || (Journal is { } journal && SetOf(current).Has(SetOf(journal.Former).Values)) ? Side.Source
        : throw new AdapterException(
            $"it is {SetOf(current)}, which is neither the source's {string.Join(", ", settings.Source)} nor the target's {string.Join(", ", settings.Target)}", Subject,
            $"Somebody else changed it: bring it back or correct the plan, then retry; see what it is: {Command}", isTransient: false);

    /// <summary>Sends users to the target.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is in force.</returns>
    public async Task ToTargetAsync(CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        if (SideOf(current) == Side.Source)
            await ReplaceAsync(current, With(current, new(settings.Target, ShortTtl)), cancellation);
    }

    /// <summary>Sends users to the source, by exactly the record set that was found.</summary>
    /// <param name="isPrepared">Whether a short time in caches is kept, because a cutover is near.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is in force.</returns>
    public async Task ToSourceAsync(bool isPrepared, CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        var former = Journal?.Former;
        if (SideOf(current) == Side.Target)
            await ReplaceAsync(current, former ?? With(current, new(settings.Source, ShortTtl)), cancellation);
        else if (!isPrepared && former is not null && SetOf(former).TtlSeconds != SetOf(current).TtlSeconds)
            await ReplaceAsync(current, former, cancellation);
    }

    /// <summary>Shortens how long the name is cached.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is in force.</returns>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var current = await ReadAsync(cancellation);
        if (SideOf(current) == Side.Source && SetOf(current).TtlSeconds > ShortTtl)
            await ReplaceAsync(current, With(current, SetOf(current) with { TtlSeconds = ShortTtl }), cancellation);
    }

    /// <summary>Lets the name be cached as long as before. What somebody else has changed is left to them.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is in force.</returns>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (Journal is not { } journal)
            return;
        var (former, found) = (SetOf(journal.Former), await ReadAsync(cancellation));
        var current = SetOf(found);
        if (current.TtlSeconds != former.TtlSeconds && (current.Has(settings.Target) || current.Has(former.Values)))
            await ReplaceAsync(found, With(found, current with { TtlSeconds = former.TtlSeconds }), cancellation);
    }

    /// <summary>Says what is in force, and until when caches may hold what was before.</summary>
    /// <param name="current">What is in force.</param>
    /// <returns>A sentence.</returns>
    public string Describe(TFound current) =>
        $"{Words(SetOf(current))}{(StaleUntil is { } until ? $"; caches may hold the former answer until {until}" : "")}";

    /// <summary>Says that what is in force is not what should be.</summary>
    /// <param name="current">What is in force.</param>
    /// <param name="side">What should be.</param>
    /// <returns>The error to throw.</returns>
    public AdapterException Unexpected(TFound current, Side side) => new(
        $"it is {SetOf(current)}, but {string.Join(", ", side == Side.Source ? settings.Source : settings.Target)} was expected", Subject, $"See what it is: {Command}", isTransient: true);

    /// <summary>What a record set says.</summary>
    /// <param name="found">The record set.</param>
    /// <returns>Its values and how long they may be cached.</returns>
    protected abstract DnsRecordSet SetOf(TFound found);

    /// <summary>Says what is in force where.</summary>
    /// <param name="set">What is in force.</param>
    /// <returns>A sentence without its end.</returns>
    protected abstract string Words(DnsRecordSet set);

    /// <summary>A record set that says something else; what else there is of it stays.</summary>
    /// <param name="found">The record set.</param>
    /// <param name="set">What it is to say.</param>
    /// <returns>The record set to write.</returns>
    protected abstract TFound With(TFound found, DnsRecordSet set);

    /// <summary>Writes a record set if nobody else has changed it. An answer that was lost may have come after the change.</summary>
    /// <param name="current">What it must be.</param>
    /// <param name="wanted">What it becomes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is in force.</returns>
    /// <exception cref="AdapterException">Somebody else has changed it, or it was refused.</exception>
    protected abstract Task WriteAsync(TFound current, TFound wanted, CancellationToken cancellation);

    /// <summary>Says that somebody else was faster.</summary>
    /// <param name="before">What was read.</param>
    /// <param name="now">What is in force.</param>
    /// <param name="who">How to find out who it was.</param>
    /// <returns>The error to throw.</returns>
    protected AdapterException Overtaken(TFound before, TFound now, string who) => new(
        $"somebody else changed it meanwhile: it was {SetOf(before)} and is {SetOf(now)}", Subject, $"{who}, then retry: {Command}", isTransient: false);

    /// <summary>Whether two record sets say the same.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">The other.</param>
    /// <returns>Whether they do.</returns>
    protected bool IsSame(TFound one, TFound other) => SetOf(one).Has(SetOf(other).Values) && SetOf(one).TtlSeconds == SetOf(other).TtlSeconds;

    private async Task ReplaceAsync(TFound current, TFound wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var stale = time.GetUtcNow() + TimeSpan.FromSeconds(SetOf(current).TtlSeconds);
        var journal = Journal ?? new(current, stale);
        Journal = journal with { StaleUntil = stale > journal.StaleUntil ? stale : journal.StaleUntil };
        await WriteAsync(current, wanted, cancellation);
    }
}
