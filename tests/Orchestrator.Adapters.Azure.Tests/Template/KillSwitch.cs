namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>Stands for a host that is killed: the request was sent, and its answer never reaches the journal.</summary>
/// <param name="inner">What sends.</param>
internal sealed class KillSwitch(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>After how many requests the host is killed; negative for never.</summary>
    public int After { get; set; } = -1;

    /// <summary>Which requests count.</summary>
    public Func<HttpRequestMessage, bool> Counts { get; set; } = _ => true;

    /// <summary>Whether it was killed since it was last set.</summary>
    public bool IsKilled { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (IsKilled || (After >= 0 && Counts(request) && After-- == 0))
        {
            IsKilled = true;
            answer.Dispose();
            throw new KilledException();
        }

        return answer;
    }
}
