using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>Reads what commands print and endpoints answer.</summary>
internal static class Json
{
    /// <exception cref="AdapterException">It is no such document. The text itself is not told, since it may hold secrets.</exception>
    public static T Read<T>(string text, string subject) where T : class
    {
        try
        {
            return DurableJson.Read<T>(text) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new AdapterException(
                $"it did not answer with the JSON document that is expected (line {error.LineNumber + 1}, path {error.Path ?? "$"})", subject,
                "See the documentation of the command and http kinds for the documents", isTransient: false);
        }
    }
}
