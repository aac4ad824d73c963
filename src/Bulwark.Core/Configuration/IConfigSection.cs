namespace Bulwark.Core.Configuration;

/// <summary>
/// One section of <c>bulwark.jsonc</c>. The record that implements it lives beside the code that uses it and is at once the
/// documentation, the JSON schema and the example.
/// </summary>
/// <remarks>
/// Its properties have <c>set</c>, not <c>init</c>: the source-generated serializer replaces the defaults of init-only properties that the file leaves
/// out by nulls and zeros. After reading nobody sets them; a reload makes new ones.
/// </remarks>
public interface IConfigSection
{
    /// <summary>Says what is wrong with the values, beyond what their types already say. Every problem is told, not the first one.</summary>
    /// <param name="at">Where this section stands in the file.</param>
    IEnumerable<ConfigError> Validate(ConfigPath at);
}
