using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>Listens to what a page asks for and complains of.</summary>
internal sealed class PageWatch
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Uri _home;
    private readonly bool _mayLoseServer;
    private string? _key;

    public PageWatch(IPage page, Uri home, bool mayLoseServer)
    {
        (_home, _mayLoseServer) = (home, mayLoseServer);
        page.Request += (_, request) => Judge(request);
        page.Console += (_, message) => Judge(message);
        page.PageError += (_, error) => _complaints.Enqueue($"error: {error}");
    }

    /// <summary>What no page of ours may do: requests to others, keys in addresses, violations of the policy, errors of scripts.</summary>
    public IReadOnlyCollection<string> Take()
    {
        var taken = _complaints.ToList();
        _complaints.Clear();
        return taken;
    }

    /// <summary>From now on no address may hold this key.</summary>
    public void Guard(string key) => _key = key;

    private void Judge(IRequest request)
    {
        if (!request.Url.StartsWith(_home.AbsoluteUri, StringComparison.Ordinal))
            _complaints.Enqueue($"asked somebody else: {request.Url}");
        if (_key is not null && request.Url.Contains(_key, StringComparison.Ordinal))
            _complaints.Enqueue($"a key in an address: {request.Url}");
    }

    // What the browser says of an answer such as 401 is no error of the page.
    private void Judge(IConsoleMessage message)
    {
        var isRefusal = message.Text.StartsWith("Failed to load resource: the server responded with", StringComparison.Ordinal);
        var isLoss = _mayLoseServer && message.Text.Contains("net::ERR_", StringComparison.Ordinal);
        if (message.Type is "error" or "warning" && !isRefusal && !isLoss)
            _complaints.Enqueue($"{message.Type}: {message.Text}");
    }
}
