using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>Makes the shapes of single values from a type and the attributes of System.ComponentModel.DataAnnotations beside it.</summary>
internal static class ScalarShapes
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3650);

    /// <summary>Makes the shape of a scalar.</summary>
    /// <param name="type">The type, not nullable.</param>
    /// <param name="member">The property whose attributes hold.</param>
    /// <returns>The shape; <see langword="null"/> for a type that is no scalar.</returns>
    public static Shape? TryMake(Type type, PropertyInfo member) => type switch
    {
        _ when type == typeof(string) || type == typeof(Uri) => Text(member),
        _ when type == typeof(bool) => new BooleanShape(),
        _ when type == typeof(TimeSpan) => Duration(member),
        _ when type == typeof(DateTimeOffset) => new InstantShape(),
        _ when type == typeof(JsonElement) => new AnyShape(),
        _ when type.IsEnum => new ChoiceShape([.. Enum.GetNames(type).Select(name => WireName(type, name))]),
        _ when type.IsPrimitive || type == typeof(decimal) => Number(type, member),
        _ => null,
    };

    /// <summary>How many items a list must and may have.</summary>
    /// <param name="member">The property whose attributes hold.</param>
    /// <returns>The limits.</returns>
    public static (int Minimum, int? Maximum) CountLimits(PropertyInfo member) => (
        member.GetCustomAttribute<MinLengthAttribute>()?.Length ?? member.GetCustomAttribute<LengthAttribute>()?.MinimumLength ?? 0,
        member.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? member.GetCustomAttribute<LengthAttribute>()?.MaximumLength);

    /// <summary>An enum member as it stands in JSON.</summary>
    /// <param name="type">The enum.</param>
    /// <param name="name">The member.</param>
    /// <returns>Its own wire name, or its name in camelCase.</returns>
    public static string WireName(Type type, string name) =>
        type.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(name);

    private static Shape Text(PropertyInfo member)
    {
        if (member.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            return new ChoiceShape([.. allowed.Values.OfType<string>()]);
        }

        var pattern = member.GetCustomAttribute<RegularExpressionAttribute>();
        var isText = member.PropertyType == typeof(string);
        var (minimum, maximum) = isText ? CountLimits(member) : default;
        var length = member.GetCustomAttribute<StringLengthAttribute>();
        return new TextShape
        {
            Pattern = pattern is null ? null : new Regex(pattern.Pattern, RegexOptions.CultureInvariant, MatchTimeout),
            PatternMessage = pattern?.ErrorMessage,
            MinimumLength = Math.Max(minimum, length?.MinimumLength ?? (IsRequired(member) ? 1 : 0)),
            MaximumLength = length?.MaximumLength ?? maximum,
        };
    }

    private static DurationShape Duration(PropertyInfo member)
    {
        var range = member.GetCustomAttribute<RangeAttribute>() is { } found && found.OperandType == typeof(TimeSpan) ? found : null;
        return new DurationShape(
            range is null ? TimeSpan.Zero : TimeSpan.Parse((string)range.Minimum, CultureInfo.InvariantCulture),
            range is null ? LongestDuration : TimeSpan.Parse((string)range.Maximum, CultureInfo.InvariantCulture));
    }

    private static NumberShape Number(Type type, PropertyInfo member)
    {
        var isInteger = type != typeof(double) && type != typeof(float) && type != typeof(decimal);
        var (minimum, maximum) = isInteger ? Limits(type) : (decimal.MinValue, decimal.MaxValue);
        return member.GetCustomAttribute<RangeAttribute>() is { } range
            ? new NumberShape(isInteger, Bound(range.Minimum, minimum), Bound(range.Maximum, maximum))
            : new NumberShape(isInteger, minimum, maximum);
    }

    private static (decimal Minimum, decimal Maximum) Limits(Type type) => (
        Convert.ToDecimal(type.GetField(nameof(int.MinValue))!.GetValue(null), CultureInfo.InvariantCulture),
        Convert.ToDecimal(type.GetField(nameof(int.MaxValue))!.GetValue(null), CultureInfo.InvariantCulture));

    // Attributes hold doubles, some of them infinite or wider than a decimal.
    private static decimal Bound(object limit, decimal otherwise)
    {
        var number = Convert.ToDouble(limit, CultureInfo.InvariantCulture);
        return Math.Abs(number) < 7e28 ? (decimal)number : otherwise;
    }

    private static bool IsRequired(PropertyInfo member) =>
        member.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null && member.PropertyType == typeof(string);
}
