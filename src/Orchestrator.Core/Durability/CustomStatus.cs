namespace Orchestrator.Core.Durability;

/// <summary>The size limit of a custom status, the same in every host.</summary>
public static class CustomStatus
{
    /// <summary>The largest custom status as UTF-16 JSON, in bytes. Durable Task's own limit.</summary>
    /// <value>16,384.</value>
    public const int MaxSizeBytes = 16 * 1024;

    /// <summary>Serializes a custom status.</summary>
    /// <param name="status">The status.</param>
    /// <returns>JSON, or <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">The status is larger than <see cref="MaxSizeBytes"/>.</exception>
    public static string? Write(object? status)
    {
        var json = DurableJson.Write(status);
        var sizeBytes = (json?.Length ?? 0) * sizeof(char);
        return sizeBytes <= MaxSizeBytes
            ? json
            : throw new ArgumentException(
                $"The custom status is {sizeBytes:N0} bytes as UTF-16 JSON; at most {MaxSizeBytes:N0} are allowed. Publish counts and short texts, not lists.",
                nameof(status));
    }
}
