using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>Makes shapes from the types of the model and of the adapters' settings.</summary>
/// <param name="catalog">The adapters to choose from.</param>
internal sealed class ShapeFactory(AdapterCatalog catalog)
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The shape of a plan.</summary>
    /// <returns>The shape.</returns>
    /// <exception cref="InvalidOperationException">A settings type of an adapter cannot be used.</exception>
    public ObjectShape OfPlan() => OfObject(typeof(MigrationPlan));

    private ObjectShape OfObject(Type type)
    {
        var defaults = Defaults(type);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsKey);
        return new ObjectShape(type, [.. properties.Select(property => OfProperty(property, defaults))]);
    }

    private PropertyShape OfProperty(PropertyInfo property, object? defaults)
    {
        var role = property.GetCustomAttribute<AdapterRoleAttribute>();
        var shape = Of(property.PropertyType, property, role);
        var required = IsRequired(property, defaults);
        return new PropertyShape(NameOf(property), shape, required, property, required || defaults is null ? null : property.GetValue(defaults));
    }

    private Shape Of(Type type, PropertyInfo member, AdapterRoleAttribute? role)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return ScalarShapes.TryMake(type, member)
            ?? OfCollection(type, member, role)
            ?? (role is null ? OfObject(type) : OfAdapters(type, role));
    }

    private Shape? OfCollection(Type type, PropertyInfo member, AdapterRoleAttribute? role)
    {
        if (!type.IsAssignableTo(typeof(IEnumerable)))
        {
            return null;
        }

        var pair = ItemType(type) ?? throw Unusable(member, "has a collection without a type");
        if (pair.IsGenericType && pair.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        {
            var known = member.GetCustomAttribute<KnownKeysAttribute>();
            return new MapShape(Of(pair.GetGenericArguments()[1], member, role), known?.Keys);
        }

        var (minimum, maximum) = ScalarShapes.CountLimits(member);
        return new ListShape(Of(pair, member, role), minimum, maximum);
    }

    private AdapterShape OfAdapters(Type type, AdapterRoleAttribute role)
    {
        var common = OfObject(type);
        return new AdapterShape(common, role.In(catalog).ToDictionary(adapter => adapter.Kind, adapter => OfAdapter(common, adapter)));
    }

    private ObjectShape OfAdapter(ObjectShape common, IAdapter adapter)
    {
        var sides = common.Properties.Where(property => property.Member.PropertyType == typeof(JsonElement));
        var shared = common.Properties.Except(sides).ToList();
        var own = adapter.Settings.Own is { } type ? OfObject(type).Properties : [];
        if (own.FirstOrDefault(property => common.Find(property.Name) is not null) is { } hidden)
        {
            throw Unusable(hidden.Member, "hides a key of the plan itself");
        }

        return common with { Properties = [.. shared, .. sides.SelectMany(side => OfSide(side, adapter)), .. own] };
    }

    private IEnumerable<PropertyShape> OfSide(PropertyShape side, IAdapter adapter)
    {
        var settings = side.Name == "source" ? adapter.Settings.Source : adapter.Settings.Target;
        return settings is null ? [] : [side with { Shape = OfObject(settings), IsRequired = true }];
    }

    private bool IsRequired(PropertyInfo property, object? defaults)
    {
        if (property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null
            || property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RequiredAttribute>() is not null)
        {
            return true;
        }

        // A positional record has no defaults to look at; its parameters say what may be left out.
        return defaults is null && !HasDefault(property) && _nullability.Create(property).ReadState != NullabilityState.Nullable;
    }

    private static bool HasDefault(PropertyInfo property) => property.DeclaringType!.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .Any(parameter => parameter.HasDefaultValue && string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));

    private static object? Defaults(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is null || type.IsAbstract ? null : Activator.CreateInstance(type);

    private static bool IsKey(PropertyInfo property) =>
        property.GetIndexParameters().Length == 0
        && property.SetMethod is not null
        && property.GetCustomAttribute<JsonExtensionDataAttribute>() is null
        && property.GetCustomAttribute<JsonIgnoreAttribute>() is null;

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static Type? ItemType(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        ?.GetGenericArguments()[0];

    private static InvalidOperationException Unusable(PropertyInfo member, string problem) =>
        new($"The settings type {member.DeclaringType} cannot be used: its property '{member.Name}' {problem}.");
}
