using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Introspection;

/// <summary>A field of an object type as introspection shows it.</summary>
internal sealed record FieldDefinition(string Name, TypeReference Type, string? Description = null)
{
    public IReadOnlyList<InputDefinition> Arguments { get; init; } = [];
}
