namespace Orchestrator.Core.Durability;

/// <summary>The rule for the ids of instances, the same in every host.</summary>
public static class InstanceIds
{
    /// <summary>The longest id that a caller may choose, in characters.</summary>
    /// <value>100.</value>
    public const int MaxLength = 100;

    /// <summary>Checks an id that a caller chose.</summary>
    /// <param name="instanceId">The id.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">It is not 1 to 100 printable ASCII characters, or starts with '@'.</exception>
    public static string Check(string instanceId)
    {
        var isValid = instanceId.Length is > 0 and <= MaxLength && instanceId[0] != '@' && instanceId.All(character => character is >= ' ' and <= '~');
        return isValid
            ? instanceId
            : throw new ArgumentException(
                $"An instance id has 1 to {MaxLength} printable ASCII characters and does not start with '@'; got {instanceId.Length} characters.",
                nameof(instanceId));
    }
}
