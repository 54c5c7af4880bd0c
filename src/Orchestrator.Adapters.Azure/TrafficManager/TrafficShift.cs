using System.Globalization;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>A profile as one step shifts it: stage by stage, each begun once, with a check before the next.</summary>
/// <param name="settings">The keys of the plan.</param>
/// <param name="arm">The step.</param>
/// <param name="findProblem">Checks the target: what does not hold, or nothing.</param>
internal sealed class TrafficShift(TrafficManagerSettings settings, ArmSession arm, Func<CancellationToken, Task<string?>> findProblem)
{
    private const string ApiVersion = "2022-04-01";
    private const string JournalName = "trafficManager.json";
    private static readonly TimeSpan MonitorPause = TimeSpan.FromSeconds(10);

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "traffic"));

    private readonly string _path = ResourceIds.Of(settings.Subscription, settings.ResourceGroup, "Microsoft.Network/trafficmanagerprofiles", settings.Profile);

    private string Subject => $"Traffic Manager profile {settings.Profile}";

    private string Command => $"az network traffic-manager endpoint list -g {settings.ResourceGroup} --profile-name {settings.Profile} --output table";

    private ShiftJournal? Journal => _files.Read<ShiftJournal>(JournalName);

    private DateTimeOffset Now => arm.Connector.Time.GetUtcNow();

    /// <summary>Until when caches may hold what was before.</summary>
    public string? StaleUntil => Journal is { } journal && journal.StaleUntil > Now
        ? $"{journal.StaleUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
        : null;

    /// <summary>Refuses stages that cannot be.</summary>
    /// <exception cref="AdapterException">They do not rise, or do not end with 100.</exception>
    public void Check()
    {
        if (settings.Shift is not [.., 100] || settings.Shift.Zip(settings.Shift.Skip(1)).Any(pair => pair.First >= pair.Second) || settings.Shift[0] < 1)
            throw new AdapterException("the stages have to rise from at least 1 and end with 100", "traffic.shift", "Write for example [1, 10, 50, 100]", isTransient: false);
    }

    /// <summary>Reads what is in force.</summary>
    public async Task<ProfileView> ReadAsync(CancellationToken cancellation) => new(await arm.GetAsync(_path, ApiVersion, cancellation), settings);

    /// <summary>Goes on with the shift to the target, as far as it can now.</summary>
    /// <exception cref="OperationPendingException">A stage lasts.</exception>
    /// <exception cref="AdapterException">A check does not hold, and users are where they were before; or somebody else changed the profile.</exception>
    public async Task ToTargetAsync(CancellationToken cancellation)
    {
        var profile = await ReadAsync(cancellation);
        if (Journal is null && profile.Shares.IsAllAtTarget(profile.IsByPriority))
            return;
        if (profile.IsByPriority && settings.Shift.Count > 1)
            throw new AdapterException("it routes by priority, which knows no shares", Subject, "Route by weight, or leave traffic.shift out", isTransient: false);
        var journal = Journal ?? Begin(profile);
        if (journal.Stage < 0)
            journal = await EnterAsync(journal, 0, cancellation);
        for (journal = await EnsureAsync(journal, cancellation); journal.Stage < settings.Shift.Count - 1; journal = await EnterAsync(journal, journal.Stage + 1, cancellation))
            await EndStageAsync(journal, cancellation);
    }

    /// <summary>Sends users back as they were shared out before.</summary>
    public async Task ToSourceAsync(CancellationToken cancellation)
    {
        var profile = await ReadAsync(cancellation);
        var journal = Journal;
        var wanted = journal?.Former ?? (profile.Side == Side.Source ? profile.Shares : profile.Shares.Back(profile.IsByPriority));
        if (journal is not null)
            RequireOwn(journal, profile);
        if (profile.Shares != wanted)
            await WriteAsync(journal, profile, wanted, cancellation);
        if (journal is not null)
            _files.Write(JournalName, Journal! with { Stage = -1, Since = null });
    }

    private ShiftJournal Begin(ProfileView profile) => profile.Side == Side.Source ? new(profile.Shares) : throw Foreign(profile, "the target disabled, or behind the source");

    private async Task EndStageAsync(ShiftJournal journal, CancellationToken cancellation)
    {
        var percent = settings.Shift[journal.Stage];
        if (journal.Since + settings.Pause - Now is { Ticks: > 0 } left)
            throw new OperationPendingException($"The target gets {percent} % of the users; checked, and more, in {left.InWords()}", left);
        if (await FindProblemAsync(cancellation) is not { } problem)
            return;
        await ToSourceAsync(cancellation);
        throw new AdapterException($"with {percent} % of the users a check did not hold, and they are shared out as before: {problem}", Subject, "See what the target says, then retry the step, which begins with the first stage", isTransient: false);
    }

    // To an endpoint that the monitor finds bad nobody is sent, whatever its weight: the stage has shown nothing then.
    private async Task<string?> FindProblemAsync(CancellationToken cancellation)
    {
        var status = (await ReadAsync(cancellation)).MonitorStatusOf(settings.Target);
        if (ProfileView.IsYoung(status))
            throw new OperationPendingException($"{Subject}: the monitor looks at {settings.Target} for the first time", MonitorPause);
        return !ProfileView.IsServed(status)
            ? $"the monitor finds the endpoint {settings.Target} {status} and sends nobody there"
            : await findProblem(cancellation);
    }

    private async Task<ShiftJournal> EnterAsync(ShiftJournal journal, int stage, CancellationToken cancellation)
    {
        _files.Write(JournalName, journal with { Stage = stage, Since = null });
        return await EnsureAsync(Journal!, cancellation);
    }

    // Run again after a kill, the stage that was begun may be in force or not.
    private async Task<ShiftJournal> EnsureAsync(ShiftJournal journal, CancellationToken cancellation)
    {
        var profile = await ReadAsync(cancellation);
        var wanted = SharesAt(journal, profile, journal.Stage);
        RequireOwn(journal, profile);
        if (profile.Shares != wanted)
            await WriteAsync(journal, profile, wanted, cancellation);
        else if (journal.Since is not null)
            return journal;
        _files.Write(JournalName, Journal! with { Since = Now });
        return Journal!;
    }

    private async Task WriteAsync(ShiftJournal? journal, ProfileView profile, EndpointShares wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (journal is not null)
            _files.Write(JournalName, journal with { StaleUntil = Now + profile.Ttl });
        try
        {
            await arm.PutAsync(_path, ApiVersion, profile.With(wanted), cancellation, profile.ETag is { } etag ? ArmCondition.Unchanged(etag) : null);
        }
        catch (AdapterException)
        {
            // An answer that was lost may have come after the change, and its repetition is refused for the change's sake.
            var now = await ReadAsync(cancellation);
            if (now.Shares == wanted)
                return;
            if (now.Shares != profile.Shares)
                throw Foreign(now, profile.Shares.ToString());
            throw;
        }
    }

    private EndpointShares SharesAt(ShiftJournal journal, ProfileView profile, int stage) => stage < 0 ? journal.Former : journal.Former.At(settings.Shift[stage], profile.IsByPriority);

    private void RequireOwn(ShiftJournal journal, ProfileView profile)
    {
        if (!Enumerable.Range(-1, settings.Shift.Count + 1).Any(stage => SharesAt(journal, profile, stage) == profile.Shares))
            throw Foreign(profile, SharesAt(journal, profile, journal.Stage).ToString());
    }

    private AdapterException Foreign(ProfileView profile, string expected) => new(
        $"it is {profile.Shares}, but {expected} was expected", Subject,
        $"Somebody else changed it: bring it back, then retry; see what it is: {Command}", isTransient: false);
}
