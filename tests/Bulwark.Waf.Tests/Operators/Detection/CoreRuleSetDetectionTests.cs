using Bulwark.Waf.Tests.Evaluation;

namespace Bulwark.Waf.Tests.Operators.Detection;

/// <summary>The detectors behind the transformations of the rules that ask them.</summary>
public sealed class CoreRuleSetDetectionTests
{
    private static readonly Lazy<WafEngine> Third = new(() => CoreRuleSet.Load(paranoia: 3));

    [Theory]
    [InlineData("q=7%20OR%203%3D3", 942100)]
    [InlineData("q=x%2527%20or%20%2527a%2527%253d%2527a", 942100)] // encoded twice
    [InlineData("q=7%u0020or%u00205%3D5", 942100)]
    [InlineData("q=7%c2%a0or%c2%a05%3D5", 942100)]
    [InlineData("7'%20or%20sleep(2)--=x", 942100)]
    [InlineData("q=%3Cx:script%20xmlns:x=%22urn:x%22%3E", 941100)]
    [InlineData("q=%26lt%3Bscript%26gt%3Bf()", 941100)]
    [InlineData("q=%3Cb%20onclick%3D%5Cx66()%3E", 941100)]
    public void Attacks_are_found_through_their_encodings(string body, int id) => Assert.Contains(id, SampleRequest.Form(body).Run(Third.Value).Ids);

    [Theory]
    [InlineData("/7%20OR%203=3", 942101)]
    [InlineData("/docs/sleep(2)", 942101)]
    public void Attacks_in_a_path_are_found(string target, int id) => Assert.Contains(id, SampleRequest.Get(target).Run(Third.Value).Ids);

    [Theory]
    [InlineData("q=it's%201%20or%202%2C%20isn't%20it%3F")]
    [InlineData("q=%3Cb%3Ebold%3C%2Fb%3E%20and%20%3Ca%20href%3D%22https%3A%2F%2Fexample.org%22%3Elink%3C%2Fa%3E")]
    public void Ordinary_text_is_not(string body) => Assert.Empty(SampleRequest.Form(body).Run(Third.Value).Ids.Intersect([941100, 941101, 942100, 942101]));
}
