using System.Text.Json.Serialization;
using Bulwark.Pki.Acme;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(AcmeState))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(FormerAuthorities))]
[JsonSerializable(typeof(UnlockKeyPlace))]
internal sealed partial class PkiJson : JsonSerializerContext;
