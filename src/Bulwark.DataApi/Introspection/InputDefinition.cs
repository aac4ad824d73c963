using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Introspection;

/// <summary>An argument or a field of an input object as introspection shows it. None has a default.</summary>
internal sealed record InputDefinition(string Name, TypeReference Type, string? Description = null);
