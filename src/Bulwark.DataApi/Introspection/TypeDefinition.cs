namespace Bulwark.DataApi.Introspection;

/// <summary>A named type as introspection shows it.</summary>
internal sealed record TypeDefinition(TypeKind Kind, string Name, string Description)
{
    /// <summary>The fields of an object type.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    /// <summary>The fields of an input object.</summary>
    public IReadOnlyList<InputDefinition> InputFields { get; init; } = [];

    /// <summary>The values of an enum.</summary>
    public IReadOnlyList<EnumValueDefinition> EnumValues { get; init; } = [];
}
