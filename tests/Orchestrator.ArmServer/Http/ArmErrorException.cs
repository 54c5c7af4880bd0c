namespace Orchestrator.Testing.Arm;

/// <summary>Ends a request with an error.</summary>
/// <param name="status">The status code.</param>
/// <param name="code">The error's code.</param>
/// <param name="message">The error's message.</param>
internal sealed class ArmErrorException(int status, string code, string message) : Exception(message)
{
    /// <summary>The status code.</summary>
    public int Status => status;

    /// <summary>The error's code.</summary>
    public string Code => code;

    internal static ArmErrorException NotFound(string id) => new(404, "ResourceNotFound", $"The Resource '{id}' was not found.");

    internal static ArmErrorException Conflict(string message, string code = "Conflict") => new(409, code, message);

    internal static ArmErrorException Bad(string message, string code = "InvalidParameter") => new(400, code, message);
}
