using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>The values of a plan as one step switches them: all as one unit, and the sentinel last.</summary>
/// <param name="settings">The keys of the plan.</param>
/// <param name="store">The store.</param>
/// <param name="arm">The step.</param>
internal sealed class ConfigurationSwitch(AppConfigurationSettings settings, ConfigurationStore store, ArmSession arm)
{
    private const string JournalName = "appConfiguration.json";

    private static readonly JsonElement NoTags = JsonSerializer.SerializeToElement(new Dictionary<string, string>());

    private readonly string _folder = Path.Combine(arm.Scope.WorkFolder, "traffic");

    private JournalFiles Files => new(_folder);

    private ConfigurationJournal? Journal => Files.Read<ConfigurationJournal>(JournalName);

    // A sentinel says nothing but that something changed; which migration did, for whoever looks.
    private IEnumerable<SwitchedValue> All => settings.Sentinel is { } sentinel
        ? settings.Values.Append(new() { Name = sentinel, Label = settings.SentinelLabel, Target = arm.Scope.MigrationId })
        : settings.Values;

    /// <summary>Until when applications may work with what was before.</summary>
    public string? StaleUntil => Journal is { } journal && journal.StaleUntil > arm.Connector.Time.GetUtcNow()
        ? $"{journal.StaleUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
        : null;

    /// <summary>Which side the values lead to; <see langword="null"/> while some lead to either.</summary>
    /// <exception cref="AdapterException">One is neither side's.</exception>
    public async Task<Side?> FindSideAsync(CancellationToken cancellation)
    {
        var sides = new HashSet<Side>();
        foreach (var value in await ReadAsync(cancellation))
            sides.Add(value.Side);
        return sides.Count == 1 ? sides.Single() : null;
    }

    /// <summary>Brings all values to the target's.</summary>
    public async Task ToTargetAsync(CancellationToken cancellation)
    {
        var values = await ReadAsync(cancellation);
        if (values.All(value => value.Side == Side.Target))
            return;
        Keep(values);
        foreach (var value in values.Where(value => value.Side == Side.Source))
            await store.ReplaceAsync(value.Key, value.Current, Wanted(value.Target, value.Current), cancellation);
    }

    /// <summary>Brings all values to what was found, to the last tag; what was not there is removed.</summary>
    public async Task ToSourceAsync(CancellationToken cancellation)
    {
        var values = await ReadAsync(cancellation);
        if (values.All(value => value.Side == Side.Source))
            return;
        var former = Journal is null ? null : Keep(values).Former;
        foreach (var value in values.Where(value => value.Side == Side.Target))
        {
            var wanted = former is not null ? Of(former, value.Key)?.Stored : value.Source is null ? null : Wanted(value.Source, value.Current);
            await store.ReplaceAsync(value.Key, value.Current, wanted, cancellation);
        }
    }

    private static StoredValue Wanted(string value, StoredValue? current) => new(value, current?.ContentType, current?.Tags ?? NoTags, "");

    private static FormerValue? Of(IEnumerable<FormerValue> former, (string Key, string? Label) key) =>
        former.FirstOrDefault(one => one.Key == key.Key && one.Label == key.Label);

    // What was found is on the disk before anything changes; only the host's user reads it.
    private ConfigurationJournal Keep(IReadOnlyList<Reading> values)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var former = Journal?.Former ?? [.. values.Select(value => new FormerValue(value.Key.Key, value.Key.Label, value.Current))];
        var journal = new ConfigurationJournal(former, arm.Connector.Time.GetUtcNow() + settings.Refresh);
        Files.Write(JournalName, journal);
        return journal;
    }

    private async Task<IReadOnlyList<Reading>> ReadAsync(CancellationToken cancellation)
    {
        var (former, readings) = (Journal?.Former, new List<Reading>());
        foreach (var value in All)
        {
            var source = value.Source is null ? null : await arm.Scope.ExpandAsync(value.Source, cancellation);
            var target = await arm.Scope.ExpandAsync(value.Target, cancellation);
            if (source == target && former is null) // what was switched already has to find its way back
                throw new AdapterException("it is the same for both sides, so that nothing tells which one is in force", $"traffic.values, '{value.Name}'", "Take it out of the plan, or correct source or target", isTransient: false);
            var current = await store.FindAsync(value.Name, value.Label, cancellation);
            var reading = new Reading((value.Name, value.Label), current, source, target);
            readings.Add(reading with { Side = SideOf(reading, former) });
        }

        return readings;
    }

    private Side SideOf(Reading reading, IReadOnlyList<FormerValue>? former)
    {
        if (reading.Current?.Value == reading.Target)
            return Side.Target;
        var isSource = former is not null && Of(former, reading.Key) is { } found
            ? found.Stored is null ? reading.Current is null : found.Stored.IsSameAs(reading.Current)
            : reading.Key == (settings.Sentinel, settings.SentinelLabel) || reading.Current?.Value == reading.Source;
        return isSource ? Side.Source : throw store.Changed(reading.Key.Key, reading.Key.Label, "so that it is neither side's");
    }

    private sealed record Reading((string Key, string? Label) Key, StoredValue? Current, string? Source, string Target)
    {
        public Side Side { get; init; }
    }
}
