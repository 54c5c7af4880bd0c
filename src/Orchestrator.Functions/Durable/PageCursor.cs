using System.Globalization;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Durable;

/// <summary>Where a page ended, in a list that is sorted by creation, newest first, and then by id.</summary>
internal sealed record PageCursor(DateTimeOffset CreatedAt, string InstanceId)
{
    /// <summary>The cursor behind an instance.</summary>
    public static PageCursor Of(OrchestrationInstance instance) => new(instance.CreatedAt, instance.InstanceId);

    /// <summary>Reads a continuation token.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentException">It is none of ours.</exception>
    public static PageCursor? Parse(string? token)
    {
        if (token is null)
            return null;
        var at = token.IndexOf('.', StringComparison.Ordinal);
        return at > 0 && long.TryParse(token.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new(new(ticks, TimeSpan.Zero), token[(at + 1)..])
            : throw new ArgumentException("The continuation token is not one of this server.", nameof(token));
    }

    /// <summary>Whether an instance comes after this in the list.</summary>
    public bool IsBefore(OrchestrationInstance instance) =>
        instance.CreatedAt < CreatedAt || (instance.CreatedAt == CreatedAt && string.CompareOrdinal(instance.InstanceId, InstanceId) < 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}.{InstanceId}");
}
