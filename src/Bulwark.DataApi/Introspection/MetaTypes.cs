using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Introspection;

/// <summary>The types that describe types (GraphQL section 4.2): fields, and for each the type. The writer checks selections against them.</summary>
internal static class MetaTypes
{
    public const string Schema = "__Schema";
    public const string Type = "__Type";
    public const string Field = "__Field";
    public const string InputValue = "__InputValue";
    public const string EnumValue = "__EnumValue";
    public const string Directive = "__Directive";

    private static readonly TypeReference Text = TypeReference.Named("String");
    private static readonly TypeReference Flag = TypeReference.Named("Boolean");
    private static readonly TypeReference TypeType = TypeReference.Named(Type);
    private static readonly InputDefinition[] IncludeDeprecated = [new("includeDeprecated", Flag)];

    /// <summary>Every type that describes types.</summary>
    public static IReadOnlyList<TypeDefinition> All { get; } =
    [
        Describe(
            Schema,
            new("description", Text),
            new("directives", ListOf(Directive).Required),
            new("mutationType", TypeType),
            new("queryType", TypeType.Required),
            new("subscriptionType", TypeType),
            new("types", ListOf(Type).Required)),
        Describe(
            Type,
            new("description", Text),
            new("enumValues", ListOf(EnumValue)) { Arguments = IncludeDeprecated },
            new("fields", ListOf(Field)) { Arguments = IncludeDeprecated },
            new("inputFields", ListOf(InputValue)) { Arguments = IncludeDeprecated },
            new("interfaces", ListOf(Type)),
            new("isOneOf", Flag),
            new("kind", TypeReference.Named("__TypeKind").Required),
            new("name", Text),
            new("ofType", TypeType),
            new("possibleTypes", ListOf(Type)),
            new("specifiedByURL", Text)),
        Describe(
            Field,
            new("args", ListOf(InputValue).Required) { Arguments = IncludeDeprecated },
            new("deprecationReason", Text),
            new("description", Text),
            new("isDeprecated", Flag.Required),
            new("name", Text.Required),
            new("type", TypeType.Required)),
        Describe(
            InputValue,
            new("defaultValue", Text),
            new("deprecationReason", Text),
            new("description", Text),
            new("isDeprecated", Flag.Required),
            new("name", Text.Required),
            new("type", TypeType.Required)),
        Describe(
            EnumValue,
            new("deprecationReason", Text),
            new("description", Text),
            new("isDeprecated", Flag.Required),
            new("name", Text.Required)),
        Describe(
            Directive,
            new("args", ListOf(InputValue).Required) { Arguments = IncludeDeprecated },
            new("description", Text),
            new("isRepeatable", Flag.Required),
            new("locations", ListOf("__DirectiveLocation").Required),
            new("name", Text.Required)),
        Enumerate("__TypeKind", ["ENUM", "INPUT_OBJECT", "INTERFACE", "LIST", "NON_NULL", "OBJECT", "SCALAR", "UNION"]),
        Enumerate("__DirectiveLocation", ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]),
    ];

    private static readonly Dictionary<string, TypeDefinition> ByName = All.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>A field of one of these types; null when it has none such.</summary>
    public static FieldDefinition? FindField(string type, string name) => ByName[type].Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>True when a field of this type takes a selection set.</summary>
    public static bool IsObject(TypeReference type) => type.Element is { } element
        ? IsObject(element)
        : ByName.TryGetValue(type.Name!, out var definition) && definition.Kind == TypeKind.Object;

    private static TypeDefinition Describe(string name, params FieldDefinition[] fields) => new(TypeKind.Object, name, "") { Fields = fields };

    private static TypeDefinition Enumerate(string name, string[] values) =>
        new(TypeKind.Enum, name, "") { EnumValues = [.. values.Select(value => new EnumValueDefinition(value, ""))] };

    private static TypeReference ListOf(string name) => TypeReference.Named(name).Required.List;
}
