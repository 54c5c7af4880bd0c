namespace Orchestrator.Adapters.Local.Http;

/// <summary>What an endpoint answered in the end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The first MiB of the body. May hold secrets.</param>
/// <param name="Location">Where it sends the caller, if anywhere.</param>
/// <param name="RetryAfter">How long it wants the caller to wait, if it says so.</param>
internal sealed record HttpAnswer(int Status, string Body, Uri? Location, TimeSpan? RetryAfter);
