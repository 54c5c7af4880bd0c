namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>What <c>GET /stats</c> answers.</summary>
/// <param name="Open">Whether requests go through; not while traffic is held or being changed.</param>
/// <param name="InFlight">Requests that a side works on now.</param>
/// <param name="Held">Requests that wait now.</param>
/// <param name="Refused">Requests that were answered 503 by the gateway itself.</param>
/// <param name="Source">What went to the source.</param>
/// <param name="Target">What went to the target.</param>
internal sealed record GatewayStatsView(bool Open, int InFlight, int Held, long Refused, SideStatsView Source, SideStatsView Target);

/// <summary>What went to one side.</summary>
/// <param name="Forwarded">Requests.</param>
/// <param name="ServerErrors">Those of them that ended with 500 or above, with the side not answering among them.</param>
internal sealed record SideStatsView(long Forwarded, long ServerErrors);
