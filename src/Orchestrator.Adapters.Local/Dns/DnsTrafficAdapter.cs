using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>Switches traffic by a name in a zone on premises.</summary>
/// <param name="options">The path of nsupdate, and which servers plans may use.</param>
/// <param name="time">The clock.</param>
internal sealed class DnsTrafficAdapter(LocalAdapterOptions options, TimeProvider time) : ZoneTrafficAdapter<DnsTrafficSettings, DnsRecordSet>
{
    /// <inheritdoc/>
    public override string Kind => "dns";

    /// <inheritdoc/>
    protected override ZoneName<DnsRecordSet> Open(DnsTrafficSettings settings, StepScope scope)
    {
        RefuseHost(DnsQuestion.HostOf(settings.Server));
        var name = new DnsName(settings, new DnsUpdate(options.NsupdatePath, $"{options.HubMark}.dns"), scope, time);
        name.Check();
        return name;
    }

    /// <inheritdoc/>
    protected override async Task<string> LookAsUsersAsync(DnsTrafficSettings settings, Side side, string? staleUntil, StepScope scope, CancellationToken cancellation)
    {
        if (settings.Address is not { } address)
            return "";
        RefuseHost(new Uri(await scope.ExpandAsync(address.Url, cancellation)).Host);
        return await Users.ConfirmAsync(address, side, scope, cancellation);
    }

    private void RefuseHost(string host)
    {
        if (options.AllowedHosts.Count > 0 && !Pattern.MatchesAny(options.AllowedHosts, host, ignoreCase: true))
            throw new AdapterException("the server's settings do not allow plans to use this host", host, "Add it to the server setting 'AllowedHosts'", isTransient: false);
    }
}
