using System.Collections.Concurrent;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.Data;

/// <summary>Resolves <c>env:NAME</c> and hides what it resolved; other values are returned as they are.</summary>
public sealed class TestSecrets : ISecrets
{
    private readonly ConcurrentBag<string> _resolved = [];

    /// <inheritdoc/>
    public ValueTask<string> ResolveAsync(string value, CancellationToken cancellation)
    {
        if (!value.StartsWith("env:", StringComparison.Ordinal))
            return ValueTask.FromResult(value);
        var secret = Environment.GetEnvironmentVariable(value[4..])
            ?? throw new AdapterException("is not set", value, "Set the variable", isTransient: false);
        _resolved.Add(secret);
        return ValueTask.FromResult(secret);
    }

    /// <inheritdoc/>
    public string Redact(string text) => _resolved.Aggregate(text, (redacted, secret) => redacted.Replace(secret, "***", StringComparison.Ordinal));
}
