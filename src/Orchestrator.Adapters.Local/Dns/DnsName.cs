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
internal sealed partial class DnsName(DnsTrafficSettings settings, DnsUpdate update, StepScope scope, TimeProvider time) : ZoneName<DnsRecordSet>(settings, time)
{
    /// <inheritdoc/>
    protected override string Subject => $"{settings.Name} {settings.Type} at name server {settings.Server}";

    /// <inheritdoc/>
    protected override string Command => $"dig +tcp @{DnsQuestion.HostOf(settings.Server)} -p {DnsQuestion.PortOf(settings.Server)} {settings.Name} {settings.Type}";

    /// <inheritdoc/>
    protected override ZoneJournal<DnsRecordSet>? Journal
    {
        get => DnsJournal.Read(scope.WorkFolder);
        set => DnsJournal.Write(scope.WorkFolder, value!);
    }

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

    /// <inheritdoc/>
    public override async Task<DnsRecordSet> ReadAsync(CancellationToken cancellation) =>
        await DnsQuestion.AskAsync(settings.Server, settings.Name, settings.Type, cancellation) ?? throw new AdapterException(
            "there is no such record set", Subject, "Correct traffic.name and traffic.type in the plan; a name that nobody uses yet is made by hand", isTransient: false);

    /// <inheritdoc/>
    protected override DnsRecordSet SetOf(DnsRecordSet found) => found;

    /// <inheritdoc/>
    protected override string Words(DnsRecordSet set) => $"{settings.Name} {settings.Type} is {set} at {settings.Server}";

    /// <inheritdoc/>
    protected override DnsRecordSet With(DnsRecordSet found, DnsRecordSet set) => set;

    /// <inheritdoc/>
    protected override async Task WriteAsync(DnsRecordSet current, DnsRecordSet wanted, CancellationToken cancellation)
    {
        if (await update.TryReplaceAsync(settings, current, wanted, scope, cancellation))
            return;
        var now = await ReadAsync(cancellation);
        if (!IsSame(now, wanted))
            throw Overtaken(current, now, "Find out who");
    }

    private bool IsValue(string value) => settings.Type switch
    {
        "A" => IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetwork && value.Count(letter => letter == '.') == 3,
        "AAAA" => IPAddress.TryParse(value, out var address) && address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: 0 } && !value.Contains('['),
        _ => HostName().IsMatch(value),
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?\z")]
    private static partial Regex HostName();
}
