using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Contracts.World;

/// <summary>A logger that keeps the names of events and their texts.</summary>
public sealed class LoggedEvents : ILogger
{
    private readonly ConcurrentQueue<(string Event, string Text)> _all = new();

    /// <summary>The texts of an event, oldest first.</summary>
    /// <param name="name">The name of the event.</param>
    /// <returns>The texts.</returns>
    public IReadOnlyList<string> Of(string name) => [.. _all.Where(logged => logged.Event == name).Select(logged => logged.Text)];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _all.Enqueue((eventId.Name ?? "", formatter(state, exception)));
}
