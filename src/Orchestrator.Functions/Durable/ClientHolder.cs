using Microsoft.DurableTask.Client;

namespace Orchestrator.Functions.Durable;

/// <summary>
/// The client of the task hub. The runtime gives it to triggers only, and it is the same for all of them, so each hands it in
/// before it asks for anything.
/// </summary>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class ClientHolder
{
    private volatile DurableTaskClient? _client;

    /// <summary>The client.</summary>
    /// <exception cref="InvalidOperationException">No trigger has run yet.</exception>
    public DurableTaskClient Client
    {
        get => _client ?? throw new InvalidOperationException("No trigger has brought the task hub's client yet.");
        set => _client = value;
    }
}
