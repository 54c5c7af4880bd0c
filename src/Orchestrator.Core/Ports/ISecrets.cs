namespace Orchestrator.Core.Ports;

/// <summary>Resolves references to secrets and keeps what it resolved out of texts.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface ISecrets
{
    /// <summary>Resolves <c>env:NAME</c>, <c>file:PATH</c> and <c>keyvault:URL</c>; any other value is returned as it is.</summary>
    /// <param name="value">A value from a plan.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The secret, without a trailing line break.</returns>
    /// <exception cref="AdapterException">There is no such secret, or it may not be read.</exception>
    ValueTask<string> ResolveAsync(string value, CancellationToken cancellation);

    /// <summary>Replaces every secret resolved so far, and the passwords and keys inside of connection strings among them, by <c>***</c>.</summary>
    /// <param name="text">A text that may be stored or shown.</param>
    /// <returns>The text without secrets.</returns>
    string Redact(string text);
}
