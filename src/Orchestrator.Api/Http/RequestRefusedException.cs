namespace Orchestrator.Api.Http;

/// <summary>The request itself is at fault.</summary>
/// <param name="status">The HTTP status, 400 to 499.</param>
/// <param name="message">What is wrong with it and what would be right.</param>
internal sealed class RequestRefusedException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
