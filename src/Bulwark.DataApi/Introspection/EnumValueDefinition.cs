namespace Bulwark.DataApi.Introspection;

/// <summary>A value of an enum as introspection shows it.</summary>
internal sealed record EnumValueDefinition(string Name, string Description);
